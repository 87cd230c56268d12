import { exercised, finding } from '../finding.ts';
import type { Rule } from './rule.ts';

const CHECK = 'data-model/number-type';

/** All points of an instrument are integers, or all are doubles: stores keep one type per series. */
export const oneNumberType: Rule = ({ contract, metrics }) => {
  if (metrics.length === 0) return [];
  const types = new Map<string, Set<string>>();
  for (const { instrument, samples } of metrics) {
    const own = types.get(instrument) ?? new Set();
    types.set(instrument, own);
    for (const { point } of samples)
      if ('value' in point && point.value !== undefined)
        own.add(typeof point.value === 'bigint' ? 'integers' : 'doubles');
  }
  const mixed = contract.instruments.filter(({ name }) => (types.get(name)?.size ?? 0) > 1);
  return [
    exercised(CHECK),
    ...mixed.map(({ name }) =>
      finding(CHECK, `${name} mixes ${[...(types.get(name) ?? [])].sort().join(' and ')}`, { series: name }),
    ),
  ];
};
