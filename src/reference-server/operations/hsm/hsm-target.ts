import { KmipError } from '../../../kmip/errors.ts';
import { enumeration, maskBit } from '../../../kmip/tables.ts';
import { boolean, integer, structure, type TtlvStructure, text } from '../../../kmip/ttlv.ts';
import { formatHsmId, parseHsmId } from '../../hsm/address.ts';
import type { Hsm, HsmAddress, HsmKey } from '../../hsm/hsm.ts';
import { requireGrant } from '../../objects/permission.ts';
import type { OperationContext } from '../operation.ts';

/** An identifier that names a key in the HSM. */
export interface HsmTarget {
  readonly id: string;
  readonly hsm: Hsm;
  readonly address: HsmAddress;
}

const PREFIX = 'hsm::';

/** undefined for identifiers of the store. @throws KmipError ObjectNotFound, InvalidField */
export function hsmTarget(id: string, { hsm }: Pick<OperationContext, 'hsm'>): HsmTarget | undefined {
  if (!id.startsWith(PREFIX)) return undefined;
  const address = parseHsmId(id);
  if (address === undefined) {
    throw new KmipError('InvalidField', `${id} is no identifier of an HSM key: write hsm::<slot>::<label>`);
  }
  if (hsm === undefined)
    throw new KmipError('ObjectNotFound', `there is no object ${id}: this server has no HSM`);
  return { id, hsm, address };
}

export const isHsmAdmin = ({ hsmAdmins, user }: Pick<OperationContext, 'hsmAdmins' | 'user'>): boolean =>
  hsmAdmins.includes(user) || hsmAdmins.includes('*');

/** @throws KmipError PermissionDenied */
export function requireHsmAdmin(context: Pick<OperationContext, 'hsmAdmins' | 'user'>): void {
  if (isHsmAdmin(context)) return;
  throw new KmipError(
    'PermissionDenied',
    `only HSM admins create and destroy keys in the HSM, ${context.user} is none`,
  );
}

/** Admins may use every key in the HSM, others those that they were granted. @throws KmipError PermissionDenied */
export function requireHsmAccess(context: OperationContext, id: string, operation: string): void {
  if (!isHsmAdmin(context)) requireGrant(context.store, id, context.user, operation);
}

/** The key as the module describes it. @throws KmipError ObjectNotFound */
export async function hsmKey({ id, hsm, address }: HsmTarget): Promise<HsmKey> {
  const key = await hsm.get(address);
  if (key !== undefined) return key;
  throw new KmipError('ObjectNotFound', `there is no object ${id}`);
}

const USES: Readonly<Record<HsmKey['type'], readonly string[]>> = {
  SymmetricKey: ['Encrypt', 'Decrypt', 'WrapKey', 'UnwrapKey'],
  PrivateKey: ['Sign', 'Decrypt', 'UnwrapKey'],
  PublicKey: ['Verify', 'Encrypt', 'WrapKey'],
};

/** The attributes of a key in the HSM: it is always Active and never leaves. */
export function hsmKeyAttributes(key: HsmKey): TtlvStructure {
  const mask = USES[key.type].reduce((bits, use) => bits | (maskBit('CryptographicUsageMask', use) ?? 0), 0);
  const secret = key.type !== 'PublicKey';
  return structure(
    'Attributes',
    text('UniqueIdentifier', formatHsmId(key)),
    enumeration('ObjectType', key.type),
    enumeration('CryptographicAlgorithm', key.algorithm),
    integer('CryptographicLength', key.bits),
    integer('CryptographicUsageMask', mask),
    boolean('Sensitive', secret),
    boolean('Extractable', !secret),
    enumeration('State', 'Active'),
  );
}
