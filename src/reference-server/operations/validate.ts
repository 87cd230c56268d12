import { KmipError } from '../../kmip/errors.ts';
import { bytesOf, childrenOf, enumerationOf, maybeDate, structuresOf } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { structure, type TtlvStructure } from '../../kmip/ttlv.ts';
import { stateInForce } from '../lifecycle.ts';
import { type GivenCertificate, type Validity, validityOf } from '../objects/certificate-chain.ts';
import { refuseOutsideStore } from './hsm/hsm-refusal.ts';
import type { Operation, OperationContext } from './operation.ts';
import { identifierOf, objectFor } from './target.ts';

const OPERATION = 'Validate';

/** Most certificates of one chain. A bound of this server. */
const MOST_CERTIFICATES = 20;

/** @throws KmipError InvalidField */
function derOf(certificate: TtlvStructure): Uint8Array {
  const type = enumerationOf(certificate, 'CertificateType');
  if (type === 'X_509') return bytesOf(certificate, 'CertificateValue');
  throw new KmipError('InvalidField', `a certificate of type ${type} is in no chain: X_509 only`);
}

interface Kept {
  readonly der: Uint8Array;
  readonly revoked: boolean;
}

/** @throws KmipError */
async function keptCertificate(context: OperationContext, id: string): Promise<Kept> {
  refuseOutsideStore(context, id, OPERATION);
  const stored = objectFor(context, id, OPERATION);
  if (stored.type !== 'Certificate') {
    throw new KmipError('InvalidObjectType', `object ${id} is a ${stored.type}, not a Certificate`);
  }
  const state = stateInForce(stored, context.nowUnixSeconds());
  const der = derOf(await context.vault.open(stored));
  return { der, revoked: state !== 'PreActive' && state !== 'Active' };
}

/** The named certificates; where there is none at all, that of the ID placeholder. @throws KmipError */
function namedIn(payload: TtlvStructure, context: OperationContext): readonly string[] {
  const names = childrenOf(payload, 'UniqueIdentifier');
  if (names.length === 0 && childrenOf(payload, 'Certificate').length > 0) return [];
  if (names.length === 0) return [identifierOf(payload, context)];
  return names.map((name) => identifierOf(structure(payload.tag, name), context));
}

/** @throws KmipError InvalidField */
function momentOf(unixSeconds: bigint): Date {
  const moment = new Date(Number(unixSeconds) * 1000);
  if (!Number.isNaN(moment.getTime())) return moment;
  throw new KmipError('InvalidField', `ValidityDate is ${unixSeconds}: no date`);
}

/**
 * Whether certificates are a valid chain (KMIP 2.1, Validate). A chain is trusted when the certificate that it ends in
 * is one of this server, named by its identifier; one that was revoked here makes every chain invalid.
 * @throws KmipError
 */
export const validate: Operation = async (payload, context) => {
  const brought = structuresOf(payload, 'Certificate').map(derOf);
  const names = namedIn(payload, context);
  if (brought.length + names.length > MOST_CERTIFICATES) {
    throw new KmipError('InvalidField', `a chain has at most ${MOST_CERTIFICATES} certificates here`);
  }
  const at = momentOf(maybeDate(payload, 'ValidityDate') ?? context.nowUnixSeconds());
  const kept: Kept[] = [];
  for (const id of names) kept.push(await keptCertificate(context, id));
  const given: readonly GivenCertificate[] = [
    ...brought.map((der) => ({ der, kept: false })),
    ...kept.map(({ der }) => ({ der, kept: true })),
  ];
  const ofChain = validityOf(given, at);
  const validity: Validity = kept.some(({ revoked }) => revoked) ? 'Invalid' : ofChain;
  return [enumeration('ValidityIndicator', validity)];
};
