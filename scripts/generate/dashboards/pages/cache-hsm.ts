import type { Contract } from '../../../../src/contract/contract.ts';
import { valuesOf } from '../../../../src/dashboards/series.ts';
import type { Page } from '../page.ts';
import { HALF, THIRD } from '../panels.ts';
import { rateOf } from '../promql.ts';

/** Keys that an HSM keeps, and the cache that spares it. */
export const cacheHsm = (contract: Contract): Page => {
  const cache = valuesOf(contract, 'kms.cache.operations.total');
  const found = (result: string) => rateOf([], valuesOf(contract, 'kms.cache.operations.total', { result }));
  const hsm = valuesOf(contract, 'kms.hsm.operations.total');
  return {
    uid: 'kms-cache-hsm',
    title: 'KMS: cache and HSM',
    description: 'Keys that an HSM keeps, and the cache that spares it. Empty where a KMS has neither.',
    choosesOperations: false,
    items: [
      { stats: ['Cache operations', 'Cache hits', 'HSM operations'], width: THIRD },
      {
        graph: {
          title: 'Cache operations by result',
          description: 'kms.cache.operations.total per second: get hit, get miss, insert.',
          unit: 'ops',
          width: HALF,
          isStacked: true,
          lines: [{ expr: rateOf(['operation', 'result'], cache), legend: '{{operation}} {{result}}' }],
        },
      },
      {
        graph: {
          title: 'Cache hits over time',
          description: 'Share of look-ups that found the unwrapped key. No line where nothing was looked up.',
          unit: 'percentunit',
          width: HALF,
          lines: [{ expr: `${found('hit')} / (${found('hit|miss')} > 0)`, legend: 'hits' }],
        },
      },
      {
        graph: {
          title: 'HSM operations by kind',
          description:
            'kms.hsm.operations.total per second: what the HSM did, and did well. One that fails stops counting.',
          unit: 'ops',
          width: HALF,
          isStacked: true,
          lines: [{ expr: rateOf(['operation'], hsm), legend: '{{operation}}' }],
        },
      },
      {
        graph: {
          title: 'HSM operations by model',
          description: 'kms.hsm.operations.total per second, by the model of the HSM.',
          unit: 'ops',
          width: HALF,
          lines: [{ expr: rateOf(['hsm_model'], hsm), legend: '{{hsm_model}}' }],
        },
      },
    ],
  };
};
