import { type Known, numberOf } from './figure.ts';
import { screenText } from './screen.ts';
import { STATS, type Stat } from './stats.ts';

/** Id of a dashboard -> title of a stat panel -> the text that must be on the screen. */
export type Screens = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * What every stat panel must show once everything that is known has arrived in Prometheus, with all instances and
 * operations chosen. A figure of which nothing is known is left out: nobody can say what its panel shows.
 */
export const expectedScreens = (known: Known): Screens =>
  Object.fromEntries(
    Object.entries(STATS).map(([dashboard, stats]) => [
      dashboard,
      Object.fromEntries(stats.flatMap((stat) => textOf(stat, known))),
    ]),
  );

function textOf(
  { title, figure, unit, factor = 1 }: Stat,
  known: Known,
): readonly (readonly [string, string])[] {
  const number = numberOf(figure, known) * factor;
  return Number.isNaN(number) ? [] : [[title, screenText(number, unit)]];
}

/** What a Grafana must show of a KMS: all that a browser needs to go and look. */
export interface Expectation {
  /** What is looked at, Unix milliseconds. The numbers are those of its end. */
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
  /** Of Prometheus: the service.name of the KMS, behind its service.namespace and a slash where it has one. */
  readonly job: string;
  readonly screens: Screens;
}
