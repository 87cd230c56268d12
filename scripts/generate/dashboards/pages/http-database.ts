import type { Contract } from '../../../../src/contract/contract.ts';
import { bucketsOf, valuesOf } from '../../../../src/dashboards/series.ts';
import type { Item, Page } from '../page.ts';
import { HALF, labelOfPoint, THIRD } from '../panels.ts';
import { quantileOf, quantiles, rateOf } from '../promql.ts';

/** What is around a KMIP operation, and what is below it. */
export const httpDatabase = (contract: Contract): Page => ({
  uid: 'kms-http-database',
  title: 'KMS: HTTP and database',
  description: 'What is around a KMIP operation, and what is below it.',
  choosesOperations: false,
  items: [...http(contract), ...database(contract)],
});

function http(contract: Contract): readonly Item[] {
  const requests = valuesOf(contract, 'kms.http.requests.total');
  const buckets = bucketsOf(contract, 'kms.http.request.duration');
  return [
    { heading: 'HTTP' },
    { stats: ['HTTP requests', 'HTTP server errors', 'HTTP requests timed'], width: THIRD },
    {
      graph: {
        title: 'HTTP requests by route',
        description:
          'kms.http.requests.total per second, by method and route. A click on a point leads to traces.',
        unit: 'reqps',
        width: HALF,
        isStacked: true,
        traces: `&operation=${labelOfPoint('method')} ${labelOfPoint('path')}`,
        lines: [{ expr: rateOf(['method', 'path'], requests), legend: '{{method}} {{path}}' }],
      },
    },
    {
      graph: {
        title: 'HTTP requests by status',
        description:
          'kms.http.requests.total per second, by status. A KMIP message that fails may have status 200.',
        unit: 'reqps',
        width: HALF,
        isStacked: true,
        lines: [{ expr: rateOf(['status'], requests), legend: '{{status}}' }],
      },
    },
    {
      graph: {
        title: 'HTTP duration',
        description: 'kms.http.request.duration: half, 95 and 99 of 100 requests were faster.',
        unit: 's',
        width: THIRD,
        lines: quantiles(buckets),
      },
    },
    {
      graph: {
        title: 'Slowest 5 percent by route',
        description: 'kms.http.request.duration, p95 of each route.',
        unit: 's',
        width: THIRD,
        lines: [{ expr: quantileOf(0.95, ['path'], buckets), legend: '{{path}}' }],
      },
    },
    {
      heatmap: {
        title: 'HTTP durations',
        description: 'kms.http.request.duration: how many requests per second took how long.',
        unit: 's',
        width: THIRD,
        lines: [{ expr: rateOf(['le'], buckets), legend: '{{le}}' }],
      },
    },
  ];
}

function database(contract: Contract): readonly Item[] {
  const operations = valuesOf(contract, 'kms.database.operations.total');
  const buckets = bucketsOf(contract, 'kms.database.operation.duration');
  return [
    { heading: 'Database' },
    { stats: ['Database operations', 'Database errors', 'Database operations timed'], width: THIRD },
    {
      graph: {
        title: 'Database operations by kind',
        description: 'kms.database.operations.total per second.',
        unit: 'ops',
        width: HALF,
        isStacked: true,
        lines: [{ expr: rateOf(['operation'], operations), legend: '{{operation}}' }],
      },
    },
    {
      graph: {
        title: 'Database operations by outcome',
        description: 'kms.database.operations.total per second, by database and by whether they succeeded.',
        unit: 'ops',
        width: HALF,
        isStacked: true,
        lines: [{ expr: rateOf(['backend', 'outcome'], operations), legend: '{{backend}} {{outcome}}' }],
      },
    },
    {
      graph: {
        title: 'Database duration',
        description: 'kms.database.operation.duration: half, 95 and 99 of 100 operations were faster.',
        unit: 's',
        width: THIRD,
        lines: quantiles(buckets),
      },
    },
    {
      graph: {
        title: 'Slowest 5 percent by database operation',
        description: 'kms.database.operation.duration, p95 of each kind of operation.',
        unit: 's',
        width: THIRD,
        lines: [{ expr: quantileOf(0.95, ['operation'], buckets), legend: '{{operation}}' }],
      },
    },
    {
      heatmap: {
        title: 'Database durations',
        description: 'kms.database.operation.duration: how many operations per second took how long.',
        unit: 's',
        width: THIRD,
        lines: [{ expr: rateOf(['le'], buckets), legend: '{{le}}' }],
      },
    },
  ];
}
