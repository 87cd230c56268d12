import type { Contract } from '../../src/contract/contract.ts';
import type { EpochRecord } from '../../src/judge/record.ts';
import { describeValue } from '../../src/judge/sample.ts';

/**
 * The profile that promises everything that a clean record keeps: its descriptions, its scope and resource, cumulative
 * totals, and the canonical words for labels. What the document leaves open can be planted wrongly only against it.
 */
export function strictest(contract: Contract, records: readonly (readonly EpochRecord[])[]): Contract {
  const resources = records
    .flat()
    .flatMap(({ exports }) => exports.slice(-1))
    .flatMap(({ request }) => request.resourceMetrics);
  const resource = resources[0];
  const scope = resource?.scopeMetrics[0];
  const descriptions = new Map(
    resources
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
      .map(({ name, description }) => [name, description]),
  );
  return {
    ...contract,
    definitions: { ...contract.definitions, temporality: 'cumulative', labelWords: 'canonical' },
    origin: {
      ...contract.origin,
      ...(scope === undefined ? {} : { scope: scope.name, scopeVersion: scope.version }),
      attributes: new Map([
        ...contract.origin.attributes,
        ...(resource?.attributes ?? [])
          .filter(({ key }) => LASTING.includes(key))
          .map(({ key, value }) => [key, describeValue(value)] as const),
      ]),
    },
    instruments: contract.instruments.map((instrument) => ({
      ...instrument,
      description: descriptions.get(instrument.name),
      attributes: instrument.attributes.map((rule) => ({ ...rule, renaming: 'none' as const })),
    })),
  };
}

/** Those that are the same in every process of one build. */
const LASTING: readonly string[] = ['service.name', 'service.version', 'deployment.environment.name'];
