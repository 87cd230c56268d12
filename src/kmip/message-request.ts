import { KmipError } from './errors.ts';
import {
  asStructure,
  enumerationOf,
  maybeBoolean,
  maybeBytes,
  maybeChild,
  maybeDate,
  maybeEnumeration,
  maybeInteger,
  maybeStructure,
  maybeText,
  structureOf,
} from './fields.ts';
import {
  batchItems,
  checkRoot,
  MAX_BATCH_ITEMS,
  type ProtocolVersion,
  present,
  versionItem,
  versionOf,
} from './message-parts.ts';
import { enumeration } from './tables.ts';
import { boolean, bytes, dateTime, integer, structure, type Ttlv, type TtlvStructure, text } from './ttlv.ts';

export type { ProtocolVersion };
export { MAX_BATCH_ITEMS };

/** What happens to the items after one that fails. KMIP's default is Stop. */
export type ErrorContinuation = 'Continue' | 'Stop' | 'Undo';

export interface RequestHeader {
  readonly version: ProtocolVersion;
  /** Bytes. */
  readonly maximumResponseSize?: number | undefined;
  readonly clientCorrelationValue?: string | undefined;
  /** OASIS name: "Mandatory". The Boolean of 1.x, which asks for nothing, is passed over. */
  readonly asynchronousIndicator?: string | undefined;
  readonly authentication?: TtlvStructure | undefined;
  readonly errorContinuation?: ErrorContinuation | undefined;
  readonly batchOrder?: boolean | undefined;
  /** Unix seconds. */
  readonly timeStamp?: bigint | undefined;
}

export interface RequestItem {
  /** OASIS name ("CreateKeyPair"); "0x0000FFFF" when the number has none. */
  readonly operation: string;
  readonly uniqueBatchItemId?: Uint8Array | undefined;
  readonly payload: TtlvStructure;
  /** The vendor of an extension that the item must not be processed without; never written. */
  readonly criticalExtension?: string | undefined;
}

export interface RequestMessage {
  readonly header: RequestHeader;
  readonly items: readonly RequestItem[];
}

const optional = <Value>(value: Value | undefined, item: (value: Value) => Ttlv): Ttlv | undefined =>
  value === undefined ? undefined : item(value);

function headerItem(header: RequestHeader, batchCount: number): Ttlv {
  return structure(
    'RequestHeader',
    ...present(
      versionItem(header.version),
      optional(header.maximumResponseSize, (size) => integer('MaximumResponseSize', size)),
      optional(header.clientCorrelationValue, (value) => text('ClientCorrelationValue', value)),
      optional(header.asynchronousIndicator, (name) => enumeration('AsynchronousIndicator', name)),
      header.authentication,
      optional(header.errorContinuation, (option) => enumeration('BatchErrorContinuationOption', option)),
      optional(header.batchOrder, (ordered) => boolean('BatchOrderOption', ordered)),
      optional(header.timeStamp, (seconds) => dateTime('TimeStamp', seconds)),
      integer('BatchCount', batchCount),
    ),
  );
}

const requestItem = (item: RequestItem): Ttlv =>
  structure(
    'BatchItem',
    ...present(
      enumeration('Operation', item.operation),
      optional(item.uniqueBatchItemId, (id) => bytes('UniqueBatchItemID', id)),
      { ...item.payload, tag: 'RequestPayload' },
    ),
  );

/** The TTLV of a request; BatchCount is the number of items, payloads get the tag RequestPayload. */
export const buildRequest = (message: RequestMessage): TtlvStructure =>
  structure(
    'RequestMessage',
    headerItem(message.header, message.items.length),
    ...message.items.map(requestItem),
  );

const continuations: readonly string[] = ['Continue', 'Stop', 'Undo'] satisfies ErrorContinuation[];
const isContinuation = (name: string): name is ErrorContinuation => continuations.includes(name);

function continuationOf(header: TtlvStructure): ErrorContinuation | undefined {
  const name = maybeEnumeration(header, 'BatchErrorContinuationOption');
  if (name === undefined || isContinuation(name)) return name;
  throw new KmipError('InvalidField', `RequestHeader: BatchErrorContinuationOption has no value ${name}`);
}

/**
 * 1.x asks with a Boolean whether the client could wait for a later answer, 2.x with an enumeration whether it must
 * (KMIP 1.4 section 6.7, KMIP 2.1, Asynchronous Indicator).
 */
function asynchronousIndicatorOf(header: TtlvStructure): string | undefined {
  const item = maybeChild(header, 'AsynchronousIndicator');
  return item?.type === 'Boolean' ? undefined : maybeEnumeration(header, 'AsynchronousIndicator');
}

function headerOf(header: TtlvStructure): RequestHeader {
  return {
    version: versionOf(header),
    maximumResponseSize: maybeInteger(header, 'MaximumResponseSize'),
    clientCorrelationValue: maybeText(header, 'ClientCorrelationValue'),
    asynchronousIndicator: asynchronousIndicatorOf(header),
    authentication: maybeStructure(header, 'Authentication'),
    errorContinuation: continuationOf(header),
    batchOrder: maybeBoolean(header, 'BatchOrderOption'),
    timeStamp: maybeDate(header, 'TimeStamp'),
  };
}

/** KMIP 2.1, Message Extension: whoever does not understand a critical one must not go on. */
function criticalExtensionOf(item: TtlvStructure): string | undefined {
  const extension = maybeStructure(item, 'MessageExtension');
  if (extension === undefined || maybeBoolean(extension, 'CriticalityIndicator') !== true) return undefined;
  return maybeText(extension, 'VendorIdentification') ?? '';
}

function itemOf(item: TtlvStructure): RequestItem {
  const criticalExtension = criticalExtensionOf(item);
  return {
    operation: enumerationOf(item, 'Operation'),
    uniqueBatchItemId: maybeBytes(item, 'UniqueBatchItemID'),
    payload: structureOf(item, 'RequestPayload'),
    ...(criticalExtension === undefined ? {} : { criticalExtension }),
  };
}

/** The version of a message, read from its header and from nowhere else; undefined when it cannot be found there. */
export function requestedVersion(item: Ttlv): ProtocolVersion | undefined {
  try {
    return versionOf(structureOf(asStructure(item), 'RequestHeader'));
  } catch (error) {
    if (error instanceof KmipError) return undefined;
    throw error;
  }
}

/**
 * Takes a request message apart. The order of header fields does not matter; fields of the header that this project
 * has no use for are passed over.
 * @throws KmipError InvalidMessage, InvalidField
 */
export function parseRequest(item: Ttlv): RequestMessage {
  const message = asStructure(item);
  checkRoot(message, 'RequestMessage', 'RequestHeader');
  const header = structureOf(message, 'RequestHeader');
  return { header: headerOf(header), items: batchItems(message, header).map(itemOf) };
}
