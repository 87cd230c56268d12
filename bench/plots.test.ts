import assert from 'node:assert/strict';
import { test } from 'node:test';
import { svgOf } from './chart.ts';
import { type Kept, plotsOf } from './plots.ts';

const run = (load: number, value: number): Kept => ({
  at: '2026-01-02T03:04:05.000Z',
  commit: 'abc1234',
  machine: { cpu: 'a CPU', cores: 2, load },
  figures: [
    { part: 'growth', name: 'Get, 1,000 objects', value },
    { part: 'growth', name: 'Get, 100,000 objects', value: value * 2 },
    { part: 'growth', name: 'Locate by name, 1,000 objects', value },
  ],
});

test('what the last quiet run measured is drawn, with a line for each name', () => {
  const plots = plotsOf([run(0.5, 7), run(0.2, 1), run(9, 3)]);
  assert.deepEqual([...plots.keys()], ['growth']);
  const svg = plots.get('growth') ?? '';
  assert.equal(svg, plotsOf([run(0.2, 1)]).get('growth'));
  assert.notEqual(svg, plotsOf([run(0.2, 7)]).get('growth'));
  assert.equal(svg.match(/<polyline/g)?.length, 2);
  for (const words of ['>Get<', '>Locate by name<', '>1,000<', '>100,000<', '2026-01-02, commit abc1234'])
    assert.ok(svg.includes(words), words);
});

test('points lie where their logarithms are', () => {
  const lines = [
    {
      name: 'a & b',
      points: [
        [1, 1],
        [10, 10],
        [100, 100],
      ] as const,
    },
  ];
  const svg = svgOf({ title: 't', xWords: 'x', yWords: 'y', lines, caption: 'c' });
  assert.match(svg, /points="70,320 300,184 530,48"/);
  assert.match(svg, />a &#38; b</);
});

test('what has no logarithm is refused', () => {
  for (const points of [[], [[1, 0]], [[1, Number.NaN]]] as const)
    assert.throws(
      () => svgOf({ title: 't', xWords: 'x', yWords: 'y', lines: [{ name: 'n', points }], caption: 'c' }),
      RangeError,
    );
});
