import type { Contract } from '../../../../src/contract/contract.ts';
import { bucketsOf, valuesOf } from '../../../../src/dashboards/series.ts';
import type { Page } from '../page.ts';
import { COLUMNS, HALF, THIRD } from '../panels.ts';
import { quantileOf, rateOf } from '../promql.ts';

/** Is the KMS there, does it work, what does it hold. */
export const overview = (contract: Contract): Page => {
  const value = (name: string) => valuesOf(contract, name);
  const slow = (name: string) => quantileOf(0.95, [], bucketsOf(contract, name));
  return {
    uid: 'kms-overview',
    title: 'KMS: overview',
    description: 'Is the key management service there, does it work, what does it hold.',
    choosesOperations: false,
    items: [
      {
        stats: ['Instances', 'Shortest uptime', 'Last start', 'Failed operations'],
        width: COLUMNS / 4,
      },
      { stats: ['Objects', 'Active keys', 'Active users', 'Requests in flight'], width: COLUMNS / 4 },
      {
        graph: {
          title: 'Operations and errors',
          description:
            'KMIP operations that have ended, well or not (kms.kmip.operations.total), and those that failed (kms.errors.total).',
          unit: 'ops',
          width: HALF,
          lines: [
            { expr: rateOf([], value('kms.kmip.operations.total')), legend: 'operations', colour: 'blue' },
            { expr: rateOf([], value('kms.errors.total')), legend: 'errors', colour: 'red' },
          ],
        },
      },
      {
        graph: {
          title: 'Slowest 5 percent',
          description:
            '95 of 100 were faster. What is slow inside makes slow what is around it: the database, then KMIP, then HTTP.',
          unit: 's',
          width: HALF,
          lines: [
            { expr: slow('kms.http.request.duration'), legend: 'HTTP requests' },
            { expr: slow('kms.kmip.operation.duration'), legend: 'KMIP operations' },
            { expr: slow('kms.database.operation.duration'), legend: 'database operations' },
          ],
        },
      },
      {
        graph: {
          title: 'Objects and active keys over time',
          description:
            'kms.objects.total and kms.keys.active.count; the highest that a replica tells, for those on one database all tell the same.',
          unit: 'none',
          width: THIRD,
          lines: [
            { expr: `max(${value('kms.objects.total')})`, legend: 'objects' },
            { expr: `max(${value('kms.keys.active.count')})`, legend: 'active keys' },
          ],
        },
      },
      {
        graph: {
          title: 'Requests in flight over time',
          description: 'kms.active.connections by instance, at the moments of the pushes.',
          unit: 'none',
          width: THIRD,
          lines: [{ expr: `sum by (instance) (${value('kms.active.connections')})`, legend: '{{instance}}' }],
        },
      },
      {
        graph: {
          title: 'Uptime by instance',
          description:
            'kms.server.uptime. A line that ends has stopped, one that begins at 0 has started (a purple mark, from kms.server.start_time).',
          unit: 's',
          width: THIRD,
          lines: [{ expr: `max by (instance) (${value('kms.server.uptime')})`, legend: '{{instance}}' }],
        },
      },
    ],
  };
};
