import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GROWTH_LIMIT, memoryProblem, PEAK_LIMIT } from './memory.ts';

const sample = (peak: number, held: number | undefined) => ({ peak, held });

for (const [name, samples, problem] of [
  ['no process', [], undefined],
  ['as much as is allowed', [sample(PEAK_LIMIT, 1), sample(1, 1 + GROWTH_LIMIT)], undefined],
  ['a peak too high', [sample(PEAK_LIMIT + 2 ** 20, 1)], /took 513 MiB, at most 512 MiB/],
  ['a leak', [sample(1, 0), sample(1, GROWTH_LIMIT + 2 ** 20)], /held 17 MiB more .* at most 16 MiB/],
  ['growth that is given back', [sample(1, 0), sample(1, 2 * GROWTH_LIMIT), sample(1, 0)], undefined],
  ['a process that nobody could ask', [sample(1, undefined), sample(1, undefined)], undefined],
] as const) {
  test(name, () => {
    const found = memoryProblem(samples);
    if (problem === undefined) assert.equal(found, undefined);
    else assert.match(found ?? '', problem);
  });
}
