import { exercised, finding } from '../finding.ts';
import { describeSeries, type Sample } from '../sample.ts';
import { describeValue } from '../shape.ts';
import type { Rule } from './rule.ts';

const CHECK = 'labels/bounded';

/** Text that a client made up (an unknown operation, a path, an id, a message) is found in no label, and beside no exemplar. */
export const boundedLabels: Rule = ({ record, moments, samples, contract }) => {
  const covered = record.entries.slice(0, moments.at(-1)?.entryCount ?? 0);
  const canaries = [
    ...new Set(covered.filter((entry) => entry.canaries.length > 0).flatMap((entry) => entry.canaries)),
  ];
  if (canaries.length === 0) return [];
  const documented = new Set(contract.instruments.map(({ name }) => name));
  const leaks = new Map<string, string>();
  const clean = new Set<string>();
  for (const sample of samples) {
    const { instrument, shape } = sample;
    if (!documented.has(instrument) || leaks.has(instrument)) continue;
    const labels = shape.keys.map((key) => sample.attribute(key) ?? '');
    for (const word of [...labels, ...ofExemplars(sample)]) {
      if (clean.has(word)) continue;
      const canary = canaries.find((text) => word.includes(text));
      if (canary === undefined) clean.add(word);
      else {
        const series = describeSeries(instrument, sample.attributes);
        leaks.set(instrument, `${series} repeats the client's text ${JSON.stringify(canary)}`);
      }
    }
  }
  return [exercised(CHECK), ...[...leaks.values()].map((message) => finding(CHECK, message))];
};

/** What an exemplar says beyond the labels of its point. */
const ofExemplars = ({ point }: Sample): readonly string[] =>
  'exemplars' in point
    ? point.exemplars.flatMap(({ filteredAttributes }) =>
        filteredAttributes.map(({ value }) => describeValue(value)),
      )
    : [];
