import { encodedSize } from '../../../kmip/binary.ts';
import { KmipError } from '../../../kmip/errors.ts';
import {
  buildResponse,
  type ProtocolVersion,
  parseRequest,
  type ResponseItem,
  requestedVersion,
} from '../../../kmip/message.ts';
import type { TtlvStructure } from '../../../kmip/ttlv.ts';
import {
  NEWEST,
  nearestVersion,
  protocolVersion,
  reasonFor,
  spokenVersion,
  VERSIONS,
  type Version,
  versionText,
} from '../../../kmip/versions.ts';
import { answerBatch, type BatchParts, failedItem } from './batch.ts';
import type { Encoding } from './encodings.ts';
import { knownReason } from './names.ts';
import type { Caller } from './operation-runner.ts';

export interface MessageParts extends BatchParts {
  readonly nowUnixSeconds: () => bigint;
}

/**
 * Answers a request message in the version of its header. What cannot be read, or is of a version that is not spoken,
 * gets one failed item, in the nearest version that the client can be expected to know.
 */
export const answerMessage = async <Written extends string | Uint8Array>(
  body: Uint8Array,
  encoding: Encoding<Written>,
  caller: Caller,
  parts: MessageParts,
): Promise<Written> => {
  const timeStamp = parts.nowUnixSeconds();
  const respond = (version: Version, items: readonly ResponseItem[], correlation?: string): TtlvStructure =>
    buildResponse({
      header: {
        version: protocolVersion(version),
        timeStamp,
        clientCorrelationValue: version < '1.4' ? undefined : correlation,
      },
      items,
    });
  let asked: ProtocolVersion | undefined;
  try {
    const item = encoding.read(body);
    asked = requestedVersion(item);
    if (asked !== undefined) requireSpoken(asked);
    const { header, items } = parseRequest(item);
    const version = nearestVersion(header.version);
    const emptySize = encodedSize(respond(version, [], header.clientCorrelationValue));
    const answers = await answerBatch({ header, items, version, emptySize }, caller, parts);
    return encoding.write(respond(version, answers, header.clientCorrelationValue));
  } catch (error) {
    if (!(error instanceof KmipError)) throw error;
    asked ??= encoding.versionOfBroken(body);
    const version = asked === undefined ? NEWEST : nearestVersion(asked);
    const reason = reasonFor(knownReason(error.reason), version);
    return encoding.write(respond(version, [failedItem(new KmipError(reason, error.message))]));
  }
};

/** @throws KmipError InvalidMessage (KMIP 2.1, Error Handling: protocol version mismatch) */
const requireSpoken = (asked: ProtocolVersion): void => {
  if (spokenVersion(asked) !== undefined) return;
  throw new KmipError(
    'InvalidMessage',
    `Unsupported KMIP version ${versionText(asked)}; this server speaks ${VERSIONS.join(', ')}`,
  );
};
