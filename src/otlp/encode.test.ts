import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeMetrics } from './decode.ts';
import { encodeMetrics } from './encode.ts';
import { metricsRequest } from './testing/metrics-arbitrary.ts';

describe('encodeMetrics', () => {
  it('is undone by decodeMetrics, for any request and without an issue', () => {
    fc.assert(
      fc.property(metricsRequest, (request) => {
        assert.deepEqual(decodeMetrics(encodeMetrics(request)), { request, issues: [] });
      }),
      { numRuns: 300 },
    );
  });

  it('writes a lone surrogate as U+FFFD, because it has no UTF-8', () => {
    const request = { resourceMetrics: [{ attributes: [], schemaUrl: 'a\ud800b', scopeMetrics: [] }] };
    const { request: read, issues } = decodeMetrics(encodeMetrics(request));
    assert.equal(read.resourceMetrics[0]?.schemaUrl, 'a\ufffdb');
    assert.deepEqual(issues, []);
  });
});
