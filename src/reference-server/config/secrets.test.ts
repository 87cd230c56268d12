import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pinOf, secretsOf } from './secrets.ts';

test('PINs and header values are secrets, as written and as sent', () => {
  const env = { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc, api-key=k%', OTHER: 'x=y' };
  const config = {
    hsmPasswords: ['1234', '<NO_LOGIN>'],
    otlpHeaders: { 'api-key': 'secret' },
    otlpMetricsHeaders: { authorization: 'Basic xyz' },
    otlpTracesHeaders: {},
  };
  assert.deepEqual(secretsOf(config, env), [
    ...['1234', 'secret', 'Basic xyz', 'xyz'],
    ...['Bearer%20abc', 'Bearer abc', 'abc', 'k%', 'k%'],
  ]);
});

test('a slot without login has no PIN', () => {
  assert.deepEqual([pinOf('<NO_LOGIN>'), pinOf('1234')], [undefined, '1234']);
});
