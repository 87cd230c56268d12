import { KmipError } from './errors.ts';
import { childrenOf, integerOf, structureOf, structuresOf } from './fields.ts';
import { integer, structure, type Ttlv, type TtlvStructure } from './ttlv.ts';

export interface ProtocolVersion {
  readonly major: number;
  readonly minor: number;
}

/** Most items of one message. A bound of this project: a megabyte could carry a hundred thousand. */
export const MAX_BATCH_ITEMS = 1000;

export const versionItem = ({ major, minor }: ProtocolVersion): Ttlv =>
  structure(
    'ProtocolVersion',
    integer('ProtocolVersionMajor', major),
    integer('ProtocolVersionMinor', minor),
  );

export function versionOf(header: TtlvStructure): ProtocolVersion {
  const version = structureOf(header, 'ProtocolVersion');
  return {
    major: integerOf(version, 'ProtocolVersionMajor'),
    minor: integerOf(version, 'ProtocolVersionMinor'),
  };
}

/** @throws KmipError InvalidMessage when the root is another one, or holds more than a header and items */
export function checkRoot(message: TtlvStructure, root: string, header: string): void {
  if (message.tag !== root) {
    throw new KmipError('InvalidMessage', `the message is ${message.tag}, it must be ${root}`);
  }
  const stranger = message.value.find((child) => child.tag !== header && child.tag !== 'BatchItem');
  if (stranger !== undefined) {
    throw new KmipError(
      'InvalidMessage',
      `${root} holds ${stranger.tag}; it has one ${header} and BatchItem only`,
    );
  }
}

/** The batch items, after comparing their number with the header's BatchCount. @throws KmipError InvalidMessage */
export function batchItems(message: TtlvStructure, header: TtlvStructure): readonly TtlvStructure[] {
  const count = integerOf(header, 'BatchCount');
  const found = childrenOf(message, 'BatchItem').length;
  if (count !== found) {
    throw new KmipError('InvalidMessage', `BatchCount is ${count}, the message has ${found} batch items`);
  }
  if (found === 0 || found > MAX_BATCH_ITEMS) {
    throw new KmipError('InvalidMessage', `a message has 1 to ${MAX_BATCH_ITEMS} batch items, not ${found}`);
  }
  return structuresOf(message, 'BatchItem');
}

/** The items that are there: leaves the undefined ones out. */
export const present = (...items: readonly (Ttlv | undefined)[]): readonly Ttlv[] =>
  items.filter((item) => item !== undefined);
