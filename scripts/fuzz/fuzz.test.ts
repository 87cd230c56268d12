import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { after, describe, test } from 'node:test';
import { operations } from '../../src/reference-server/operations/index.ts';
import { fuzz } from './crew.ts';
import { startEngine } from './engine.ts';
import { goodRequests } from './good-requests.ts';
import { KINDS, kindNamed, kindsOf } from './kinds.ts';
import { MOST_SEED, planned } from './plan.ts';
import { failureText } from './report.ts';
import { runSlice } from './run-slice.ts';
import type { Answer, Target } from './target.ts';

test('the good requests are those of every operation', () => {
  const names = new Set(goodRequests('2.1').map(({ operation }) => operation));
  assert.deepEqual([...names].toSorted(), [...operations.keys()].toSorted());
});

describe('10,000 hostile inputs', async () => {
  const engine = await startEngine();
  after(() => engine.stop());
  const kinds = KINDS.filter(({ target }) => target === 'engine');
  for (const slice of planned(10_000, randomInt(MOST_SEED), kinds)) {
    test(`${slice.kind}, ${slice.runs} inputs, seed ${slice.seed}`, async () => {
      const failure = await runSlice(engine, slice);
      assert.equal(failure && failureText(failure, kindNamed), undefined);
    });
  }
});

describe('10,000 hostile exports', () => {
  for (const slice of planned(10_000, randomInt(MOST_SEED), kindsOf('exports'))) {
    test(`${slice.kind}, ${slice.runs} inputs, seed ${slice.seed}`, async () => {
      const failure = await runSlice(undefined, slice);
      assert.equal(failure && failureText(failure, kindNamed), undefined);
    });
  }
});

describe('a server with a defect is caught, and the input shrunk', async () => {
  const good = await startEngine();
  after(() => good.stop());
  const slice = { kind: 'binary', seed: 1, runs: 300 };
  const spoilt = (spoil: (answer: Answer, input: Uint8Array) => Answer | Promise<Answer>): Target => ({
    ...good,
    send: async (way, input) => {
      const answers = await good.send(way, input);
      return Promise.all(answers.map((answer) => spoil(answer, input)));
    },
  });
  const isLong = (input: Uint8Array): boolean => input.length > 100;
  let down = false;
  let wrote: string[] = [];
  const faults: readonly (readonly [string, Target, RegExp])[] = [
    [
      'an answer that breaks off',
      spoilt((answer, input) => (isLong(input) ? { ...answer, body: answer.body.subarray(0, -1) } : answer)),
      /cannot be read/,
    ],
    [
      'a status',
      spoilt((answer, input) => (isLong(input) ? { ...answer, status: 500 } : answer)),
      /status 500/,
    ],
    [
      'an exception',
      spoilt((answer, input) => {
        if (isLong(input)) throw new TypeError('x is undefined');
        return answer;
      }),
      /TypeError: x is undefined/,
    ],
    [
      'a defect in the log',
      {
        ...spoilt((answer, input) => {
          if (isLong(input)) wrote = ['TypeError: x'];
          return answer;
        }),
        defects: () => wrote.splice(0),
      },
      /logged a defect: TypeError: x/,
    ],
    [
      'a good request that is answered no more',
      {
        ...spoilt((answer, input) => {
          down = isLong(input);
          return answer;
        }),
        ask: async (message) =>
          down ? { status: 503, contentType: '', body: Buffer.from('away') } : good.ask(message),
      },
      /good request was answered with the status 503: away/,
    ],
  ];
  for (const [name, target, sentence] of faults) {
    test(name, async () => {
      const failure = await runSlice(target, slice);
      assert.match(failure?.sentence ?? '', sentence);
      assert.ok(failure?.input && failure.input.length > 100);
      const again = await runSlice(target, { ...slice, path: failure.path });
      assert.deepEqual(again?.input, failure.input);
    });
  }
});

test('a process that keeps what it is sent goes down, and its input is named', async () => {
  const { failure, done } = await fuzz({
    slices: [{ kind: 'binary', seed: 1, runs: 1_000 }],
    jobs: 1,
    signal: new AbortController().signal,
    progress: () => undefined,
    worker: new URL('./testing/keeping-worker.ts', import.meta.url).pathname,
  });
  assert.match(failure?.sentence ?? '', /went down \(SIGABRT\).*heap/s);
  assert.equal(failure?.path, '41');
  assert.equal(done, 41);
});

test('a failure of one process is told, whatever the others were at', async () => {
  const { failure } = await fuzz({
    slices: [1, 2, 3].map((seed) => ({ kind: 'binary', seed, runs: 1_000 })),
    jobs: 3,
    signal: new AbortController().signal,
    progress: () => undefined,
    worker: new URL('./testing/keeping-worker.ts', import.meta.url).pathname,
  });
  assert.match(failure?.sentence ?? '', /went down/);
});
