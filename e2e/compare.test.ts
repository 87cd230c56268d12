import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outcomesOf, planted, type Shown } from './compare.ts';

const stat = (text: string, more: Partial<Shown> = {}): Shown => ({
  title: 'Errors',
  type: 'stat',
  text,
  trouble: undefined,
  accessibleName: 'Errors panel',
  ...more,
});

const failures = (shown: readonly Shown[], expected: Readonly<Record<string, string>>) =>
  outcomesOf('kms-kmip', shown, expected).map(({ failure }) => failure);

const CASES: readonly (readonly [
  string,
  readonly Shown[],
  Readonly<Record<string, string>>,
  RegExp | undefined,
])[] = [
  ['the number on the screen is the expected one', [stat('904')], { Errors: '904' }, undefined],
  ['spaces do not matter', [stat('12.3 %')], { Errors: '12.3%' }, undefined],
  ['one more is wrong', [stat('904')], { Errors: '905' }, /must show 905, and shows 904/],
  ['a rounded number is wrong', [stat('9.24 K')], { Errors: '9240' }, /must show 9240, and shows 9\.24 K/],
  ['nothing expected is no pass', [stat('904')], {}, /nobody has said/],
  ['a panel that is not there', [], { Errors: '904' }, /expected of a panel that the dashboard has not/],
  ['an error wins', [stat('904', { trouble: 'it shows an error' })], { Errors: '904' }, /shows an error/],
  [
    'no name to read out',
    [stat('904', { accessibleName: undefined })],
    { Errors: '904' },
    /screen reader calls it ""/,
  ],
  ['a graph has no number', [stat('', { type: 'timeseries' })], {}, undefined],
  ['a graph without data', [stat('', { type: 'timeseries', trouble: 'No data' })], {}, /No data/],
];

for (const [what, shown, expected, failure] of CASES)
  test(what, () => {
    const [found] = failures(shown, expected);
    if (failure === undefined) assert.equal(found, undefined);
    else assert.match(found ?? '', failure);
  });

test('a planted difference of one is in every text', () => {
  assert.deepEqual(planted({ a: '904', b: '12.3%', c: '01:01:09', d: '2023-11-14 22:13:20', e: '0' }), {
    a: '905',
    b: '12.4%',
    c: '01:01:00',
    d: '2023-11-14 22:13:21',
    e: '1',
  });
});
