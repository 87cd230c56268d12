import { KmipError } from '../../../kmip/errors.ts';
import { enumerationOf, maybeInteger, maybeText } from '../../../kmip/fields.ts';
import type { TtlvStructure } from '../../../kmip/ttlv.ts';
import { rsaBits } from '../../crypto/generate.ts';
import { formatHsmId } from '../../hsm/address.ts';
import type { OperationContext } from '../operation.ts';
import { type HsmTarget, hsmTarget, requireHsmAdmin } from './hsm-target.ts';

/** The place in the HSM that a client asks a new key to be made at, by the attribute UniqueIdentifier. */
export function requestedHsmPlace(
  context: OperationContext,
  ...attributes: readonly TtlvStructure[]
): HsmTarget | undefined {
  const asked = attributes.flatMap((set) => maybeText(set, 'UniqueIdentifier') ?? []);
  const id = asked.find((candidate) => candidate.startsWith('hsm::'));
  return id === undefined ? undefined : hsmTarget(id, context);
}

type AesBits = 128 | 192 | 256;
const isAesBits = (bits: number): bits is AesBits => [128, 192, 256].includes(bits);

/** @throws KmipError PermissionDenied, InvalidField */
export async function createKeyInHsm(
  context: OperationContext,
  { hsm, address }: HsmTarget,
  attributes: TtlvStructure,
): Promise<void> {
  requireHsmAdmin(context);
  const algorithm = enumerationOf(attributes, 'CryptographicAlgorithm');
  const bits = maybeInteger(attributes, 'CryptographicLength') ?? 256;
  if (algorithm !== 'AES' || !isAesBits(bits)) {
    throw new KmipError(
      'InvalidField',
      `${algorithm} of ${bits} bits: the HSM makes AES keys of 128, 192 or 256 bits`,
    );
  }
  await hsm.createAesKey(address, bits);
}

/** @throws KmipError PermissionDenied, InvalidField */
export async function createKeyPairInHsm(
  context: OperationContext,
  { hsm, address }: HsmTarget,
  attributes: TtlvStructure,
): Promise<{ readonly privateId: string; readonly publicId: string }> {
  requireHsmAdmin(context);
  const algorithm = enumerationOf(attributes, 'CryptographicAlgorithm');
  if (algorithm !== 'RSA') {
    throw new KmipError('InvalidField', `${algorithm}: HSMs only support RSA keypair creation here`);
  }
  await hsm.createRsaKeyPair(address, rsaBits(maybeInteger(attributes, 'CryptographicLength')));
  const publicAddress = { ...address, label: `${address.label}_pk` };
  return { privateId: formatHsmId(address), publicId: formatHsmId(publicAddress) };
}
