import { bytesOf } from '../../kmip/fields.ts';
import { bytes, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import { macOf } from '../crypto/mac.ts';
import { parametersFor } from '../crypto/parameters.ts';
import { readKeyBlock, secretBytes } from '../objects/key-block.ts';
import { gathered } from './gathered.ts';
import { refuseOutsideStore } from './hsm/hsm-refusal.ts';
import { algorithmOf, type KeyDemand, usableKey } from './key-use.ts';
import type { Operation, OperationContext } from './operation.ts';
import { identifierOf } from './target.ts';
import { spendUsage } from './usage-allocation.ts';

const DEMAND: KeyDemand = { operation: 'MAC', types: ['SymmetricKey'], use: 'protect', usage: 'MACGenerate' };

/** The MAC of the request's data under its key. @throws KmipError */
export async function macFor(
  payload: TtlvStructure,
  context: OperationContext,
  demand: KeyDemand,
): Promise<{ readonly id: string; readonly mac: Uint8Array }> {
  const id = identifierOf(payload, context);
  const data = bytesOf(payload, 'Data');
  refuseOutsideStore(context, id, demand.operation);
  const { stored, content } = await usableKey(context, id, demand);
  const parameters = parametersFor(payload, stored.attributes);
  const key = secretBytes(readKeyBlock(content));
  const mac = macOf(key, algorithmOf(stored, parameters), parameters, data);
  if (demand.use === 'protect') spendUsage(context, stored, data.length);
  return { id, mac };
}

const macWhole: Operation = async (payload, context) => {
  const made = await macFor(payload, context, DEMAND);
  return [text('UniqueIdentifier', made.id), bytes('MACData', made.mac)];
};

/** Makes a message authentication code (KMIP 2.1, MAC). @throws KmipError */
export const mac: Operation = gathered('MAC', macWhole);
