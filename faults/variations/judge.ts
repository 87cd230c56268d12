import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../../src/judge/finding.ts';
import { judgeInstances } from '../../src/judge/judge.ts';
import type { EpochRecord } from '../../src/judge/record.ts';
import { offline } from '../wire/rewriting.ts';
import type { Variation } from './variations.ts';

/**
 * What is found against a record of a clean run that is varied so, beside what the variation may report.
 * @throws Error where the variation leaves the record as it is: then nothing has been shown
 */
export function foundIn(
  { id, through, reported = [] }: Variation,
  records: readonly (readonly EpochRecord[])[],
): readonly Finding[] {
  const vary = offline(through.rewriting);
  const varied = records.map((epochs) => epochs.map(vary));
  const exportsOf = (all: typeof records) => all.flat().map(({ exports }) => exports);
  if (isDeepStrictEqual(exportsOf(varied), exportsOf(records)))
    throw new Error(`the variation ${id} leaves the record as it is`);
  return judgeInstances(varied).filter(
    (ruling) => ruling.kind === 'finding' && !reported.includes(ruling.check),
  ) as readonly Finding[];
}
