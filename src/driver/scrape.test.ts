import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expositionIn, SCRAPE_PATHS, scrapeProbes } from './scrape.ts';

const INSTRUMENTS = ['kms.errors.total', 'kms.server.uptime'];

const found = (body: string, type = 'text/plain') =>
  expositionIn({ body, headers: { 'content-type': type } }, INSTRUMENTS);

const EXPOSED: readonly (readonly [string, string, string?])[] = [
  ['Prometheus text', '# HELP up Is it up\n# TYPE up gauge\nup 1\n'],
  ['a sample without comments', 'process_cpu_seconds_total 12.5\n'],
  ['a sample with labels and a time', 'http_requests_total{method="GET"} 3 1395066363000\n'],
  ['a sample in exponents', 'a_bucket{le="+Inf"} 1.5e+03\n'],
  ['a sample that is no number', 'a_quantile NaN\n'],
  ['a sample between other lines', 'hello\nworkers 4\nbye\n'],
  ['OpenMetrics by its end', 'a 1\n# EOF\n'],
  ['the content type of Prometheus', '', 'text/plain; version=0.0.4'],
  ['the content type of OpenMetrics', '', 'application/openmetrics-text; version=1.0.0'],
  [
    'the content type of the protobuf form',
    '',
    'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily',
  ],
  ['JSON that names an instrument', '{"kms.errors.total": 3}', 'application/json'],
  ['a page that names an instrument with underscores', '<td>kms_server_uptime</td>', 'text/html'],
];

const HARMLESS: readonly (readonly [string, string, string?])[] = [
  ['nothing', ''],
  ['a version', '"5.26.0 (OpenSSL 3.2.0)"', 'application/json'],
  ['a health page', '{"status":"UP"}', 'application/json'],
  ['an error in words', 'Not Found', 'text/plain'],
  ['a sentence that ends with a number', 'the KMS listens on port 9998'],
  ['a Markdown heading', '# Welcome\n'],
  ['an HTML page', '<!doctype html>\n<title>KMS</title>\n', 'text/html'],
];

for (const [what, body, type] of EXPOSED) {
  test(`exposed: ${what}`, () => assert.notEqual(found(body, type), undefined));
}
for (const [what, body, type] of HARMLESS) {
  test(`harmless: ${what}`, () => assert.equal(found(body, type), undefined));
}

test('an answer without a content type is judged by its body', () => {
  assert.equal(expositionIn({ body: 'hello', headers: {} }, INSTRUMENTS), undefined);
  assert.notEqual(expositionIn({ body: 'up 1', headers: {} }, INSTRUMENTS), undefined);
});

test('every path is asked in every way, with credentials and without', () => {
  const probes = scrapeProbes({ user: 'alice', headers: { authorization: 'Bearer t' } });
  assert.equal(probes.length, SCRAPE_PATHS.length * (5 + 1 + 1) * 2);
  assert.equal(
    probes.filter(({ headers }) => headers?.authorization !== undefined).length,
    probes.length / 2,
  );
  assert.ok(probes.some(({ method, path }) => method === 'GET' && path === '/metrics'));
});
