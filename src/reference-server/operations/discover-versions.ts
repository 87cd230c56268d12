import { integerOf, structuresOf } from '../../kmip/fields.ts';
import { integer, structure, type TtlvStructure } from '../../kmip/ttlv.ts';
import { protocolVersion, VERSIONS } from '../../kmip/versions.ts';
import type { Operation } from './operation.ts';

/** The versions that this server speaks, the preferred one first. */
const SPOKEN: readonly TtlvStructure[] = VERSIONS.map(protocolVersion).map(({ major, minor }) =>
  structure(
    'ProtocolVersion',
    integer('ProtocolVersionMajor', major),
    integer('ProtocolVersionMinor', minor),
  ),
);

const isSame = (one: TtlvStructure, other: TtlvStructure): boolean =>
  ['ProtocolVersionMajor', 'ProtocolVersionMinor'].every(
    (tag) => integerOf(one, tag) === integerOf(other, tag),
  );

/** Tells the versions that both sides speak, all of the server's when the client names none (KMIP 2.1, Discover Versions). */
export const discoverVersions: Operation = async (payload) => {
  const asked = structuresOf(payload, 'ProtocolVersion');
  return asked.length === 0
    ? SPOKEN
    : SPOKEN.filter((version) => asked.some((candidate) => isSame(version, candidate)));
};
