import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exception } from './exceptions.ts';
import { judgeReplays, type Outcome, type Replay } from './verdict.ts';

const outcome = (vector: string, result: Outcome['result'], detail = ''): Outcome => ({
  vector,
  result,
  detail,
});
const replay = (way: Replay['way'], ...outcomes: readonly Outcome[]): Replay => ({
  section: 'core',
  way,
  outcomes,
});
const odd: Exception = { vector: 'odd', reason: 'it wants what no text allows' };

test('a failure that is listed is an exception with the ways in it was seen on', () => {
  const verdict = judgeReplays(
    [
      replay('HTTP JSON', outcome('even', 'pass'), outcome('odd', 'fail')),
      replay('TLS socket', outcome('odd', 'fail')),
    ],
    [odd],
  );
  assert.deepEqual(verdict, {
    passed: 1,
    failures: [],
    excepted: [{ vector: 'odd', reason: odd.reason, ways: ['HTTP JSON', 'TLS socket'] }],
  });
});

for (const { name, replays, exceptions, failure } of [
  {
    name: 'a failure that nobody listed',
    replays: [replay('HTTP JSON', outcome('even', 'fail', 'step 2'))],
    exceptions: [],
    failure: 'core, HTTP JSON: even (fail): step 2',
  },
  {
    name: 'a vector that was skipped',
    replays: [replay('HTTP JSON', outcome('even', 'skip', 'needs a token'))],
    exceptions: [],
    failure: 'core, HTTP JSON: even (skip): needs a token',
  },
  {
    name: 'an exception that passes',
    replays: [replay('HTTP JSON', outcome('odd', 'pass'))],
    exceptions: [odd],
    failure: 'core, HTTP JSON: odd passes, but is listed as an exception: take it off the list',
  },
  {
    name: 'a failure on a way in that its exception does not name',
    replays: [
      replay('HTTP JSON', outcome('odd', 'fail')),
      replay('TLS socket', outcome('odd', 'fail', 'no')),
    ],
    exceptions: [{ ...odd, ways: ['HTTP JSON'] as const }],
    failure: 'core, TLS socket: odd (fail): no',
  },
  {
    name: 'an exception that was not replayed',
    replays: [replay('HTTP JSON', outcome('even', 'pass'))],
    exceptions: [odd],
    failure: 'odd is listed as an exception, but was not replayed',
  },
  {
    name: 'a replay of nothing',
    replays: [replay('HTTP JSON')],
    exceptions: [],
    failure: 'core, HTTP JSON: no vector was replayed',
  },
])
  test(`${name} is a failure`, () => {
    assert.deepEqual(judgeReplays(replays, exceptions).failures, [failure]);
  });
