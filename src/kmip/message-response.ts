import {
  asStructure,
  enumerationOf,
  maybeBytes,
  maybeDate,
  maybeEnumeration,
  maybeStructure,
  maybeText,
  structureOf,
} from './fields.ts';
import {
  batchItems,
  checkRoot,
  type ProtocolVersion,
  present,
  versionItem,
  versionOf,
} from './message-parts.ts';
import { enumeration } from './tables.ts';
import { bytes, dateTime, integer, structure, type Ttlv, type TtlvStructure, text } from './ttlv.ts';

export interface ResponseHeader {
  readonly version: ProtocolVersion;
  /** Unix seconds. */
  readonly timeStamp?: bigint | undefined;
  readonly clientCorrelationValue?: string | undefined;
  readonly serverCorrelationValue?: string | undefined;
}

export interface ResponseItem {
  /** OASIS name; absent in the answer to a message that could not be read. */
  readonly operation?: string | undefined;
  readonly uniqueBatchItemId?: Uint8Array | undefined;
  /** OASIS name of the ResultStatus enumeration. */
  readonly status: string;
  /** OASIS name of the ResultReason enumeration. */
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly payload?: TtlvStructure | undefined;
}

export interface ResponseMessage {
  readonly header: ResponseHeader;
  readonly items: readonly ResponseItem[];
}

const named = (tag: string, name: string | undefined): Ttlv | undefined =>
  name === undefined ? undefined : enumeration(tag, name);
const written = (tag: string, value: string | undefined): Ttlv | undefined =>
  value === undefined ? undefined : text(tag, value);

const headerItem = (header: ResponseHeader, batchCount: number): Ttlv =>
  structure(
    'ResponseHeader',
    ...present(
      versionItem(header.version),
      header.timeStamp === undefined ? undefined : dateTime('TimeStamp', header.timeStamp),
      written('ClientCorrelationValue', header.clientCorrelationValue),
      written('ServerCorrelationValue', header.serverCorrelationValue),
      integer('BatchCount', batchCount),
    ),
  );

/** The TTLV of one item of a response. */
export const buildResponseItem = (item: ResponseItem): TtlvStructure =>
  structure(
    'BatchItem',
    ...present(
      named('Operation', item.operation),
      item.uniqueBatchItemId === undefined ? undefined : bytes('UniqueBatchItemID', item.uniqueBatchItemId),
      enumeration('ResultStatus', item.status),
      named('ResultReason', item.reason),
      written('ResultMessage', item.message),
      item.payload === undefined ? undefined : { ...item.payload, tag: 'ResponsePayload' },
    ),
  );

/** The TTLV of a response; BatchCount is the number of items, payloads get the tag ResponsePayload. */
export const buildResponse = (message: ResponseMessage): TtlvStructure =>
  structure(
    'ResponseMessage',
    headerItem(message.header, message.items.length),
    ...message.items.map(buildResponseItem),
  );

const itemOf = (item: TtlvStructure): ResponseItem => ({
  operation: maybeEnumeration(item, 'Operation'),
  uniqueBatchItemId: maybeBytes(item, 'UniqueBatchItemID'),
  status: enumerationOf(item, 'ResultStatus'),
  reason: maybeEnumeration(item, 'ResultReason'),
  message: maybeText(item, 'ResultMessage'),
  payload: maybeStructure(item, 'ResponsePayload'),
});

/** Takes a response message apart. @throws KmipError InvalidMessage, InvalidField */
export function parseResponse(item: Ttlv): ResponseMessage {
  const message = asStructure(item);
  checkRoot(message, 'ResponseMessage', 'ResponseHeader');
  const header = structureOf(message, 'ResponseHeader');
  return {
    header: {
      version: versionOf(header),
      timeStamp: maybeDate(header, 'TimeStamp'),
      clientCorrelationValue: maybeText(header, 'ClientCorrelationValue'),
      serverCorrelationValue: maybeText(header, 'ServerCorrelationValue'),
    },
    items: batchItems(message, header).map(itemOf),
  };
}
