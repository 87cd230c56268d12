import fc from 'fast-check';
import { writeBinary } from '../../../src/kmip/binary.ts';
import { writeJson } from '../../../src/kmip/json.ts';
import { buildRequest } from '../../../src/kmip/message.ts';
import { structure, type Ttlv, type TtlvStructure } from '../../../src/kmip/ttlv.ts';
import { binaryBomb, jsonBomb } from './bombs.ts';
import { byteEdits, editedBytes, ttlvEdits } from './byte-edits.ts';
import { editedJson, jsonEdits } from './json-edits.ts';
import { bareOperation, goodMessage } from './messages.ts';
import { strangeItem } from './strange-items.ts';
import { editedTree, treeEdits } from './tree-edits.ts';

/** One in so many usual inputs is a bomb: it costs as much as a thousand others. */
const BOMB_RARITY = 4_000;

/** A message with a header that is good, and anything in it. */
const strangeMessage: fc.Arbitrary<TtlvStructure> = fc
  .tuple(goodMessage, fc.array(strangeItem, { maxLength: 6 }))
  .map(([{ tag, value }, items]) => {
    const [header, ...batch] = value;
    const filled = batch.map((item): Ttlv => {
      const operation = item.type === 'Structure' ? item.value[0] : undefined;
      return structure(item.tag, ...(operation ? [operation] : []), structure('RequestPayload', ...items));
    });
    return structure(tag, ...(header ? [header] : []), ...filled);
  });

const editedMessage = (from: fc.Arbitrary<TtlvStructure>): fc.Arbitrary<Ttlv> =>
  fc.tuple(from, treeEdits).map(([message, edits]) => editedTree(message, edits));

/** From hardly touched to no message at all. */
const hostileMessage: fc.Arbitrary<Ttlv> = fc.oneof(
  { weight: 6, arbitrary: editedMessage(goodMessage) },
  { weight: 2, arbitrary: strangeMessage },
  { weight: 1, arbitrary: strangeItem },
);

const binaryOf = (message: fc.Arbitrary<Ttlv>): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    { weight: 3, arbitrary: message.map(writeBinary) },
    {
      weight: 6,
      arbitrary: fc
        .tuple(message, ttlvEdits)
        .map(([item, edits]): Uint8Array => editedBytes(writeBinary(item), edits)),
    },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  );

const jsonOf = (message: fc.Arbitrary<Ttlv>): fc.Arbitrary<Uint8Array> => {
  const text = message.map(writeJson);
  return fc.oneof(
    { weight: 2, arbitrary: text.map((written): Uint8Array => Buffer.from(written)) },
    {
      weight: 6,
      arbitrary: fc
        .tuple(text, jsonEdits)
        .map(([written, edits]): Uint8Array => Buffer.from(editedJson(written, edits))),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(text, byteEdits)
        .map(([written, edits]): Uint8Array => editedBytes(Buffer.from(written), edits)),
    },
    { weight: 1, arbitrary: fc.json().map((written): Uint8Array => Buffer.from(written)) },
  );
};

const orBomb = (usual: fc.Arbitrary<Uint8Array>, bomb: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> =>
  fc.oneof({ weight: BOMB_RARITY, arbitrary: usual }, { weight: 1, arbitrary: bomb });

export const binaryInput = orBomb(binaryOf(hostileMessage), binaryBomb);

export const jsonBombInput: fc.Arbitrary<Uint8Array> = jsonBomb.map((text) => Buffer.from(text));

export const jsonInput = orBomb(jsonOf(hostileMessage), jsonBombInput);

export const bareInput = jsonOf(editedMessage(bareOperation));

/** What is good in a stream need not be dear: what it does is of no interest, where it ends is. */
const CHEAP = writeBinary(
  buildRequest({
    header: { version: { major: 1, minor: 2 } },
    items: [{ operation: 'DiscoverVersions', payload: structure('RequestPayload') }],
  }),
);

/** What one connection sends: one message after the other, each of them good or not. */
export const streamInput: fc.Arbitrary<Uint8Array> = fc
  .array(
    fc.oneof(
      { weight: 2, arbitrary: fc.constant<Uint8Array>(CHEAP) },
      { weight: 1, arbitrary: binaryOf(hostileMessage) },
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((messages): Uint8Array => Buffer.concat(messages));
