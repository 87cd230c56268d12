import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checksOf } from '../../src/contract/checks.ts';
import { documented } from '../../src/contract/contract.fixture.ts';
import { judge } from '../../src/judge/judge.ts';
import { soundRecord } from '../../src/judge/record.fixture.ts';
import type { EpochRecord } from '../../src/judge/record.ts';
import { redIn } from '../../src/judge/rulings.fixture.ts';
import { resultsOf } from '../../src/judge/verdict.ts';
import type { Export } from '../../src/otlp/export.ts';
import { type Receiver, startReceiver } from '../../src/otlp/receiver.ts';
import { checkReceiver } from '../../src/testbed/self-check.ts';
import { type AnyPoint, editPoints } from '../wire/edit.ts';
import { rewriteResources } from '../wire/rewrite.ts';
import { offline, ofRequests } from '../wire/rewriting.ts';

/** A receiver that keeps of its exports what `keeps` lets it. */
const keeping = (keeps: (exported: Export, index: number) => boolean) => async (): Promise<Receiver> => {
  const receiver = await startReceiver();
  return new Proxy(receiver, {
    get: (target, key) => {
      if (key === 'exports') return target.exports.filter(keeps);
      const member: unknown = Reflect.get(target, key);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
};

test('the receiver that the suite has keeps what it is sent', () => checkReceiver());

test('HAR-01: a receiver that loses every second export is found before anything is judged', () =>
  assert.rejects(
    checkReceiver(keeping((_, index) => index % 2 === 0)),
    /sent 4 exports \(plain\) and kept 2/,
  ));

test('HAR-02: a receiver that says yes and keeps nothing is found', () =>
  assert.rejects(checkReceiver(keeping(() => false)), /kept 0/));

test('HAR-03: a receiver that loses what comes in gzip is found', () =>
  assert.rejects(
    checkReceiver(keeping(({ transport }) => transport.headers['grpc-encoding'] !== 'gzip')),
    /\(gzip\) and kept 0/,
  ));

const sound = soundRecord();
const half = offline(ofRequests(() => (request, index) => (index % 2 === 0 ? [request] : [])));

test('HAR-01: at the documented interval the loss of every second export is one of the cadence', () => {
  const collections = [30, 60, 90, 120, 150, 180, 210];
  const regular = soundRecord({ collections, observed: [30, 210], testIntervalMs: undefined });
  assert.ok(!redIn(judge(regular)).includes('push/cadence'));
  assert.ok(redIn(judge(half(regular))).includes('push/cadence'));
});

test('HAR-05, HAR-12: what another process pushes to the same receiver is told from the own', () => {
  const foreign = rewriteResources((resource) => [
    resource,
    {
      ...resource,
      attributes: resource.attributes.map(({ key, value }) => ({
        key,
        value: key === 'service.instance.id' ? 'kms-of-before' : value,
      })),
    },
  ]);
  const red = redIn(judge(offline(foreign)(sound)));
  assert.ok(red.includes('origin/stability') && red.includes('kms.errors.total/value'), red.join(' '));
});

test('HAR-08: what counted before the traffic is no part of what it has led to', () => {
  const before = 3n;
  const stood = editPoints('kms.errors.total', (point: AnyPoint, _, first) =>
    first && 'value' in point ? { ...point, value: BigInt(Number(point.value)) + before } : point,
  )(sound);
  assert.ok(redIn(judge(stood)).includes('kms.errors.total/value'));
});

test('HAR-18: where nothing was observed in time, nothing passes', () => {
  const late: EpochRecord = { ...sound, observations: [] };
  const results = resultsOf(checksOf(documented()), judge(late), new Map(), true);
  assert.deepEqual(
    results.filter(({ state }) => state === 'passed'),
    [],
  );
});
