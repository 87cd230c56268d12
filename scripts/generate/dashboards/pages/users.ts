import type { Contract } from '../../../../src/contract/contract.ts';
import { CHOSEN_OPERATIONS, valuesOf } from '../../../../src/dashboards/series.ts';
import type { Page } from '../page.ts';
import { COLUMNS, HALF } from '../panels.ts';
import { rateOf } from '../promql.ts';

/** Who does what, and who may do what. */
export const users = (contract: Contract): Page => {
  const operations = valuesOf(contract, 'kms.kmip.operations.per_user.total', CHOSEN_OPERATIONS);
  const grants = valuesOf(contract, 'kms.permissions.granted.total');
  const grantsToUsers = valuesOf(contract, 'kms.permissions.granted.per_user.total');
  return {
    uid: 'kms-users',
    title: 'KMS: users and permissions',
    description: 'Who does what, and who may do what.',
    choosesOperations: true,
    items: [
      {
        stats: [
          'Users in the last hour',
          'Operations of users',
          'Permissions granted',
          'Permissions granted to users',
        ],
        width: COLUMNS / 4,
      },
      {
        graph: {
          title: 'Active users over time',
          description: 'kms.active.users: users with an operation in the last hour, by instance.',
          unit: 'none',
          width: HALF,
          lines: [
            { expr: `sum by (instance) (${valuesOf(contract, 'kms.active.users')})`, legend: '{{instance}}' },
          ],
        },
      },
      {
        graph: {
          title: 'Operations by user',
          description:
            'kms.kmip.operations.per_user.total per second, of the ten busiest users and the chosen operations.',
          unit: 'ops',
          width: HALF,
          lines: [{ expr: `topk(10, ${rateOf(['user'], operations)})`, legend: '{{user}}' }],
        },
      },
      {
        graph: {
          title: 'Permissions granted over time',
          description: 'kms.permissions.granted.total per second.',
          unit: 'ops',
          width: HALF,
          lines: [{ expr: rateOf([], grants), legend: 'granted' }],
        },
      },
      {
        bars: {
          title: 'Users who were granted most',
          description:
            'kms.permissions.granted.per_user.total, since the instances that report have started: the ten who received most.',
          unit: 'none',
          width: HALF / 2,
          lines: [
            {
              expr: `sort_desc(topk(10, sum by (user) (${grantsToUsers})))`,
              legend: '{{user}}',
            },
          ],
        },
      },
      {
        bars: {
          title: 'Permissions by type',
          description:
            'kms.permissions.granted.per_user.total by type, since the instances that report have started.',
          unit: 'none',
          width: HALF / 2,
          lines: [
            {
              expr: `sort_desc(sum by (permission_type) (${grantsToUsers}))`,
              legend: '{{permission_type}}',
            },
          ],
        },
      },
    ],
  };
};
