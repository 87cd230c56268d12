import type { Moment } from '../moment.ts';
import { isAsPredicted } from '../moved.ts';
import { rememberedByName } from '../remembered.ts';
import type { View } from '../view.ts';
import { renamingIn } from './series.ts';
import { mismatchesOf } from './value-edits.ts';

/** The first observation that was not as predicted, and how much traffic was covered by the one before. */
export const wrongMoment = rememberedByName((view: View, name): WrongMoment => {
  const { moments } = view;
  const renaming = renamingIn(view, name);
  const index = moments.findIndex((moment) => {
    const prediction = moment.prediction.instruments.get(name);
    return (
      prediction !== undefined &&
      (!isAsPredicted(name, prediction, moment) || mismatchesOf(name, moment, renaming).length > 0)
    );
  });
  const at = index < 0 ? moments.length - 1 : index;
  return { moment: moments[at], entriesBefore: moments[at - 1]?.entryCount ?? 0 };
});

interface WrongMoment {
  readonly moment: Moment | undefined;
  readonly entriesBefore: number;
}
