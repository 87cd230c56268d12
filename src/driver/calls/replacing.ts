import { interval, structure, type Ttlv, text } from '../../kmip/ttlv.ts';
import { type Call, call } from './call.ts';
import { lifetime, type NewObject } from './making.ts';

/** How a key that replaces another is to differ from it. */
export interface Replacement extends NewObject {
  /** Seconds until it becomes active. */
  readonly offset?: number;
}

const offsetOf = ({ offset }: Replacement): readonly Ttlv[] =>
  offset === undefined ? [] : [interval('Offset', offset)];

/** Attributes under a tag, where there are any. */
const attributesOf = (tag: string, object: Replacement): readonly Ttlv[] => {
  const attributes = lifetime(object);
  return attributes.length === 0 ? [] : [structure(tag, ...attributes)];
};

export const reKey = (id: string, replacement: Replacement): Call =>
  call(
    'ReKey',
    text('UniqueIdentifier', id),
    ...offsetOf(replacement),
    ...attributesOf('Attributes', replacement),
  );

export const reKeyKeyPair = (privateKey: string, replacement: Replacement): Call =>
  call(
    'ReKeyKeyPair',
    text('PrivateKeyUniqueIdentifier', privateKey),
    ...offsetOf(replacement),
    ...attributesOf('CommonAttributes', replacement),
  );
