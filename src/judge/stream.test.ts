import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editInstrument } from '../../faults/wire/edit.ts';
import { documented } from '../contract/contract.fixture.ts';
import type { Export } from '../otlp/export.ts';
import { soundRecord } from './record.fixture.ts';
import { judgeStream } from './stream.ts';

const CONTRACT = documented();
const sound = soundRecord();

const found = (exports: readonly Export[], wrongWays: readonly string[] = []): readonly string[] =>
  judgeStream(CONTRACT, exports, wrongWays)
    .filter(({ kind }) => kind === 'finding')
    .map(({ check }) => check);

const lookedAt = (exports: readonly Export[]): readonly string[] =>
  judgeStream(CONTRACT, exports, [])
    .filter(({ kind }) => kind === 'exercised')
    .map(({ check }) => check);

test('a sound stream gives no finding, and all is looked at but values', () => {
  assert.deepEqual(found(sound.exports), []);
  const seen = lookedAt(sound.exports);
  for (const { name } of CONTRACT.instruments) {
    assert.ok(seen.includes(`${name}/unit`), name);
    assert.ok(!seen.includes(`${name}/value`), name);
  }
});

test('how a series goes on is shown by two collections', () => {
  assert.ok(!lookedAt(sound.exports.slice(0, 1)).includes('kms.errors.total/time'));
  assert.ok(lookedAt(sound.exports.slice(0, 2)).includes('kms.server.uptime/time'));
});

test('nothing received, nothing looked at', () => {
  assert.deepEqual(judgeStream(CONTRACT, [], []), []);
});

test('a wrong unit and a wrong way are found', () => {
  const edited = editInstrument('kms.errors.total', (metric) => [{ ...metric, unit: 'errors' }])(sound);
  assert.deepEqual(found(edited.exports), ['kms.errors.total/unit']);
  assert.deepEqual(found([], ['tls ClientHello']), ['push/grpc']);
});
