import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeMetrics } from './decode.ts';
import { MAX_ISSUES_PER_RULE } from './limits.ts';
import type { WireIssue } from './model.ts';
import { bytes, inMetric, inResourceAttribute, len, METRIC_PATH } from './testing/wire.ts';

const VALUE = 'resource_metrics[0].resource.attributes[0].value';

const cases: readonly { readonly name: string; readonly message: Uint8Array; readonly issue: WireIssue }[] = [
  {
    name: 'an unknown field of any wire type',
    message: bytes('a5 06 00 00 00 00'),
    issue: {
      rule: 'unknown-field',
      path: '',
      detail: 'field 100 is not part of ExportMetricsServiceRequest',
    },
  },
  {
    name: 'the largest field number',
    message: inMetric('f8 ff ff ff 0f 00'),
    issue: { rule: 'unknown-field', path: METRIC_PATH, detail: 'field 536870911 is not part of Metric' },
  },
  {
    name: 'a field that was reserved',
    message: inMetric('20 00'),
    issue: { rule: 'unknown-field', path: METRIC_PATH, detail: 'field 4 is not part of Metric' },
  },
  {
    name: 'a field of the profiles signal',
    message: inResourceAttribute('40 01'),
    issue: {
      rule: 'unknown-field',
      path: `${VALUE}.string_value_strindex`,
      detail: 'string_value_strindex belongs to the profiles signal',
    },
  },
  {
    name: 'a singular field that comes twice',
    message: inMetric(len(1, '41'), len(1, '42')),
    issue: {
      rule: 'duplicate-field',
      path: `${METRIC_PATH}.name`,
      detail: 'the field comes more than once, the last one counts',
    },
  },
  {
    name: 'two members of one oneof',
    message: inMetric(len(5, ''), len(7, '')),
    issue: {
      rule: 'duplicate-field',
      path: `${METRIC_PATH}.sum`,
      detail: 'the oneof data is set more than once, the last one counts',
    },
  },
  {
    name: 'text that is not UTF-8',
    message: inMetric(len(3, '41 ff 42')),
    issue: { rule: 'invalid-utf8', path: `${METRIC_PATH}.unit`, detail: 'the text is not UTF-8' },
  },
  {
    name: 'an aggregation temporality that the proto does not define',
    message: inMetric(len(7, '10 03')),
    issue: {
      rule: 'unknown-enumeration',
      path: `${METRIC_PATH}.sum.aggregation_temporality`,
      detail: '3 is not an AggregationTemporality',
    },
  },
  {
    name: 'a negative aggregation temporality',
    message: inMetric(len(7, '10 ff ff ff ff ff ff ff ff ff 01')),
    issue: {
      rule: 'unknown-enumeration',
      path: `${METRIC_PATH}.sum.aggregation_temporality`,
      detail: '-1 is not an AggregationTemporality',
    },
  },
];

const firstMetric = (message: Uint8Array) =>
  decodeMetrics(message).request.resourceMetrics[0]?.scopeMetrics[0]?.metrics[0];

describe('wire issues', () => {
  for (const { name, message, issue } of cases)
    it(`list ${name}`, () => assert.deepEqual(decodeMetrics(message).issues, [issue]));

  it('do not come for dropped counts and entity references, which are read over', () => {
    const message = len(1, len(1, '10 05', len(3, len(2, '41'))), len(2, len(1, '20 07')));
    assert.deepEqual(decodeMetrics(message).issues, []);
  });

  it('do not come for U+FFFD itself', () => {
    const message = inMetric(len(3, 'ef bf bd'));
    assert.deepEqual(decodeMetrics(message).issues, []);
    assert.equal(firstMetric(message)?.unit, '\ufffd');
  });

  it('leave text that is not UTF-8 readable', () =>
    assert.equal(firstMetric(inMetric(len(3, '41 ff 42')))?.unit, 'A\ufffdB'));

  it('leave the last of two values', () => {
    assert.equal(firstMetric(inMetric(len(1, '41'), len(1, '42')))?.name, 'B');
    assert.equal(firstMetric(inMetric(len(5, ''), len(7, '')))?.data.kind, 'sum');
  });

  it(`stop at ${MAX_ISSUES_PER_RULE} of one rule and leave room for others`, () => {
    const message = bytes('a0 06 00'.repeat(MAX_ISSUES_PER_RULE + 1), inMetric(len(1, 'ff')));
    const { issues } = decodeMetrics(message);
    assert.equal(issues.length, MAX_ISSUES_PER_RULE + 1);
    assert.equal(issues.at(-1)?.rule, 'invalid-utf8');
  });
});

describe('packed and unpacked', () => {
  const one = '01 00 00 00 00 00 00 00';
  const two = '02 00 00 00 00 00 00 00';
  const half = '00 00 00 00 00 00 e0 3f';
  const bucketCounts = (message: Uint8Array) => {
    const data = firstMetric(message)?.data;
    return data?.kind === 'histogram' ? data.points[0] : undefined;
  };

  it('values mean the same, also mixed', () => {
    const point = bucketCounts(
      inMetric(len(9, len(1, len(6, one), `31 ${two}`, len(6, one, two), `39 ${half}`, len(7, half)))),
    );
    assert.deepEqual(point?.bucketCounts, [1n, 2n, 1n, 2n]);
    assert.deepEqual(point?.explicitBounds, [0.5, 0.5]);
  });

  it('exponential bucket counts mean the same', () => {
    const data = firstMetric(inMetric(len(10, len(1, len(8, '10 80 01', len(2, '01 80 01'))))))?.data;
    assert.ok(data?.kind === 'exponentialHistogram');
    assert.deepEqual(data.points[0]?.positive.bucketCounts, [128n, 1n, 128n]);
  });
});
