import type { Contract } from '../../../../src/contract/contract.ts';
import { bucketsOf, CHOSEN_OPERATIONS, valuesOf } from '../../../../src/dashboards/series.ts';
import type { Page } from '../page.ts';
import { HALF, labelOfPoint, THIRD } from '../panels.ts';
import { quantileOf, quantiles, rateOf } from '../promql.ts';

const TRACES = `&operation=${labelOfPoint('operation')}`;

/** What clients ask for, how often it fails, and how long it takes. */
export const kmip = (contract: Contract): Page => {
  const operations = valuesOf(contract, 'kms.kmip.operations.total', CHOSEN_OPERATIONS);
  const errors = valuesOf(contract, 'kms.errors.total');
  const buckets = bucketsOf(contract, 'kms.kmip.operation.duration', CHOSEN_OPERATIONS);
  return {
    uid: 'kms-kmip',
    title: 'KMS: KMIP operations',
    description: 'What clients ask for, how often it fails, and how long it takes.',
    choosesOperations: true,
    items: [
      { stats: ['Operations', 'Operations timed', 'Errors'], width: THIRD },
      {
        graph: {
          title: 'Operations by kind',
          description:
            'kms.kmip.operations.total per second, succeeded or failed. A click on a point leads to traces.',
          unit: 'ops',
          width: HALF,
          isStacked: true,
          traces: TRACES,
          lines: [{ expr: rateOf(['operation'], operations), legend: '{{operation}}' }],
        },
      },
      {
        graph: {
          title: 'Errors by type',
          description: 'kms.errors.total per second, by what went wrong; of all operations.',
          unit: 'ops',
          width: HALF,
          isStacked: true,
          lines: [{ expr: rateOf(['error_type'], errors), legend: '{{error_type}}' }],
        },
      },
      {
        graph: {
          title: 'Duration',
          description:
            'kms.kmip.operation.duration of the chosen operations together: half, 95 and 99 of 100 were faster.',
          unit: 's',
          width: HALF,
          lines: quantiles(buckets),
        },
      },
      {
        graph: {
          title: 'Slowest 5 percent by operation',
          description:
            'kms.kmip.operation.duration, p95 of each operation. A click on a point leads to traces.',
          unit: 's',
          width: HALF,
          traces: TRACES,
          lines: [{ expr: quantileOf(0.95, ['operation'], buckets), legend: '{{operation}}' }],
        },
      },
      {
        heatmap: {
          title: 'Durations',
          description:
            'kms.kmip.operation.duration of the chosen operations: how many per second took how long.',
          unit: 's',
          width: HALF,
          lines: [{ expr: rateOf(['le'], buckets), legend: '{{le}}' }],
        },
      },
      {
        bars: {
          title: 'Operations in total',
          description:
            'kms.kmip.operations.total of each operation, since the instances that report have started.',
          unit: 'none',
          width: HALF,
          lines: [
            {
              expr: `sort_desc(sum by (operation) (${operations}))`,
              legend: '{{operation}}',
            },
          ],
        },
      },
    ],
  };
};
