import type { Kind } from '../../contract/contract.ts';
import type { Named } from '../../contract/prometheus.ts';
import { samplesOf } from '../../judge/sample.ts';
import type { StackEvidence } from './evidence.ts';

/** An instrument that the KMS has exported. */
export type Exported = Named & { readonly kind: Kind };

/**
 * What was exported at least once: as the contract has it, and what the contract does not know as it was exported.
 */
export function exportedInstruments({
  record,
  sent,
}: Pick<StackEvidence, 'record' | 'sent'>): readonly Exported[] {
  const { instruments } = record.setting.contract;
  const found = new Map<string, Exported>();
  for (const { instrument: name, kind, metric } of sent.flatMap(samplesOf)) {
    if (found.has(name) || kind === 'summary' || kind === 'none') continue;
    found.set(name, instruments.find((one) => one.name === name) ?? { name, kind, unit: metric.unit });
  }
  return [...found.values()];
}
