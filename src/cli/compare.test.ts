import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { captured, newFolder, RECORD, received, runOf, written } from '../capture/capture.fixture.ts';
import type { Capture } from '../capture/capture.ts';
import type { Metric } from '../otlp/model.ts';
import { cli } from './cli.fixture.ts';

const folder = newFolder();
const save = (name: string, capture: Capture) => written(join(folder, name), capture);

const SOUND = captured();

/** The product now says milliseconds; that the suite was strict about histograms before was its own affair. */
const inMilliseconds = (metric: Metric): Metric =>
  metric.name === 'kms.kmip.operation.duration' ? { ...metric, unit: 'ms' } : metric;
const BROKEN = captured(
  runOf([
    [
      received({
        ...RECORD,
        exports: RECORD.exports.map((exported) => ({
          ...exported,
          request: {
            resourceMetrics: exported.request.resourceMetrics.map((resource) => ({
              ...resource,
              scopeMetrics: resource.scopeMetrics.map((scope) => ({
                ...scope,
                metrics: scope.metrics.map(inMilliseconds),
              })),
            })),
          },
        })),
      }),
    ],
  ]),
);
const OLDER_SUITE: Capture = {
  ...SOUND,
  header: { ...SOUND.header, suite: { ...SOUND.header.suite, version: '0.9.0' } },
  results: SOUND.results.map((result) =>
    result.id === 'push/grpc' ? { ...result, state: 'failed', findings: ['gRPC was not enough'] } : result,
  ),
};

describe('captures, from outside', { concurrency: 2 }, () => {
  test('judge: the verdict and the exit code of the run, and where it was recorded', async () => {
    const { code, out } = await cli(['judge', await save('sound.jsonl.gz', SOUND)]);
    assert.equal(code, 0, out);
    assert.match(out, /^recorded 1970-01-01T00:00:00\.001Z by suite 1\.0\.0 \(abc\): kms-conformance run\n/);
    assert.match(out, /^conform, partial run \(kms, contract documented 1, SHOULD counted\)$/m);
  });

  test('judge: a file that is cut short is a mistake in one sentence', async () => {
    const cut = join(folder, 'cut.jsonl.gz');
    writeFileSync(cut, readFileSync(await save('whole.jsonl.gz', SOUND)).subarray(0, 5000));
    const { code, out, err } = await cli(['judge', cut]);
    assert.deepEqual([code, out, err], [2, '', `${cut} is cut short\n`]);
  });

  test('compare: what the product changed is a regression, what the suite changed is none', async () => {
    const json = join(folder, 'differences.json');
    const files = [await save('older.jsonl', OLDER_SUITE), await save('broken.jsonl', BROKEN)];
    const { code, out } = await cli(['compare', ...files, '--json', json]);
    assert.equal(code, 1, out);
    assert.match(
      out,
      /^A {2}.*older\.jsonl: kms 5\.26, 1970-01-01T00:00:00\.001Z, judged then by suite 0\.9\.0 \(abc\)$/m,
    );
    assert.match(
      out,
      /^product change.*\n {2}kms\.kmip\.operation\.duration\/unit +passed -> failed {2}REGRESSION$/m,
    );
    assert.match(out, /^suite change.*\n {2}push\/grpc +failed -> passed\n {6}judged now: passed in both$/m);
    assert.match(out, /^\d+ checks the same, 2 different\n1 regression$/m);
    const { differences, same, judgedBy } = JSON.parse(readFileSync(json, 'utf8'));
    assert.deepEqual([same, judgedBy.profile], [SOUND.results.length - 2, 'documented']);
    assert.deepEqual(
      differences.map(({ id, causes, isRegression }: Record<string, unknown>) => [id, causes, isRegression]),
      [
        ['kms.kmip.operation.duration/unit', ['product'], true],
        ['push/grpc', ['suite'], false],
      ],
    );
  });
});
