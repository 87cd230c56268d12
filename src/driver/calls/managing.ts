import { enumeration } from '../../kmip/tables.ts';
import { interval, longInteger, structure, type Ttlv, text } from '../../kmip/ttlv.ts';
import { type Call, call } from './call.ts';

export const revoke = (id: string): Call =>
  call(
    'Revoke',
    text('UniqueIdentifier', id),
    structure('RevocationReason', enumeration('RevocationReasonCode', 'CessationOfOperation')),
  );

export const locate = (name: string): Call =>
  call(
    'Locate',
    structure(
      'Attributes',
      structure('Name', text('NameValue', name), enumeration('NameType', 'UninterpretedTextString')),
    ),
  );

export const query = (): Call => call('Query', enumeration('QueryFunction', 'QueryOperations'));
export const discoverVersions = (): Call => call('DiscoverVersions');

/** Add, Modify or Set: the object has that attribute afterwards. */
export const withAttribute = (
  operation: 'AddAttribute' | 'ModifyAttribute' | 'SetAttribute',
  id: string,
  attribute: Ttlv,
): Call => call(operation, text('UniqueIdentifier', id), structure('NewAttribute', attribute));

export const withoutAttribute = (id: string, attribute: Ttlv): Call =>
  call('DeleteAttribute', text('UniqueIdentifier', id), structure('CurrentAttribute', attribute));

export const adjustAttribute = (
  id: string,
  attribute: string,
  type: 'Increment' | 'Decrement' | 'Negate',
  amount: number,
): Call =>
  call(
    'AdjustAttribute',
    text('UniqueIdentifier', id),
    enumeration('AttributeReference', attribute),
    enumeration('AdjustmentType', type),
    ...(type === 'Negate' ? [] : [interval('AdjustmentValue', amount)]),
  );

/** So many uses of a key at most. */
export const usageLimits = (uses: bigint): Ttlv =>
  structure('UsageLimits', longInteger('UsageLimitsTotal', uses), enumeration('UsageLimitsUnit', 'Object'));

export const getUsageAllocation = (id: string, uses: bigint): Call =>
  call('GetUsageAllocation', text('UniqueIdentifier', id), longInteger('UsageLimitsCount', uses));

export const interop = (name: string): Call =>
  call('Interop', enumeration('InteropFunction', 'Begin'), text('InteropIdentifier', name));
