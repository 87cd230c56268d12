import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EpochRecord } from '../judge/record.ts';
import { plain, settingOf, T0 } from '../ledger/entries.fixture.ts';
import { type Interval, idleSeconds } from './waiting.ts';

const at = (seconds: number) => T0 + seconds * 1000;
const interval = (from: number, to: number): Interval => ({ from: at(from), to: at(to) });

/** Started within the first second; requests of one second each. */
const record = (...sent: readonly number[]): EpochRecord => ({
  instance: 'main',
  setting: settingOf(),
  process: { spawnedAtUnixMs: at(0), firstAnswerAtUnixMs: at(1), stoppedAtUnixMs: undefined },
  testIntervalMs: 100,
  entries: sent.map((seconds) => plain('GET', '/version', { sent: seconds, took: 1 })),
  exports: [],
  observations: [],
  wrongWays: [],
});

const CASES: readonly (readonly [string, readonly Interval[], readonly EpochRecord[], number])[] = [
  ['nobody waits', [], [record()], 0],
  ['one waits', [interval(2, 5)], [record()], 3],
  ['two wait at once', [interval(2, 5), interval(4, 6)], [record()], 4],
  ['one waits while another drives', [interval(2, 8)], [record(3), record(5)], 4],
  ['one waits while another starts', [interval(0, 3)], [record()], 2],
  ['one waits, and all the time somebody drives', [interval(2, 3)], [record(1.5, 2.5)], 0],
];

for (const [words, waiting, records, seconds] of CASES) {
  test(`${words}: ${seconds} s of nothing but waiting`, () => {
    assert.equal(idleSeconds(waiting, records), seconds);
  });
}
