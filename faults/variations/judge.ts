import type { Finding } from '../../src/judge/finding.ts';
import { judgeInstances } from '../../src/judge/judge.ts';
import type { EpochRecord } from '../../src/judge/record.ts';
import { offline } from '../wire/rewriting.ts';
import type { Variation } from './variations.ts';

/** What is found against a record of a clean run that is varied so, beside what the variation may report. */
export function foundIn(
  { through, reported = [] }: Variation,
  records: readonly (readonly EpochRecord[])[],
): readonly Finding[] {
  const vary = offline(through.rewriting);
  return judgeInstances(records.map((epochs) => epochs.map(vary))).filter(
    (ruling) => ruling.kind === 'finding' && !reported.includes(ruling.check),
  ) as readonly Finding[];
}
