import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  exporterConfig,
  forgetHeaderVariables,
  type PushConnection,
  sentHeaders,
} from './push-connection.ts';

const HEADERS = {
  authorization: 'Bearer abc',
  'api-key': 'abc',
  'x-api-token': 'abc',
  cookie: 'a=b',
  'x-scope-orgid': 'tenant',
};
const to = (url: string): PushConnection => ({
  url,
  headers: HEADERS,
  files: { ca: undefined, client: undefined },
  timeoutMs: 5,
  checksCertificate: true,
  withholdsSecrets: true,
});

test('over https every header is sent', () => {
  assert.deepEqual(sentHeaders(to('https://c:4317')), { sent: HEADERS, withheld: [] });
});

for (const url of ['http://c:4317', 'HTTP://c:4317']) {
  test(`to ${url} only what is no secret is sent`, () => {
    const connection = to(url);
    assert.deepEqual(sentHeaders(connection), {
      sent: { 'x-scope-orgid': 'tenant' },
      withheld: ['authorization', 'api-key', 'x-api-token', 'cookie'],
    });
    const { metadata, credentials } = exporterConfig(connection);
    assert.deepEqual(metadata.getMap(), { 'x-scope-orgid': 'tenant' });
    assert.equal(credentials, undefined);
  });
}

test('the variables that the SDK would read by itself are gone, others stay', () => {
  const env = { OTEL_EXPORTER_OTLP_HEADERS: 'a=b', OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'a=b', HOME: '/' };
  forgetHeaderVariables(env);
  assert.deepEqual(env, { HOME: '/' });
});
