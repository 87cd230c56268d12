import * as calls from '../../../driver/calls.ts';
import {
  type Activities,
  type Activity,
  active,
  DATA,
  keyOf,
  pairIn,
  rememberKey,
  rememberPair,
  wrappingKeyOf,
} from './activity.ts';

const derive = (type: 'SymmetricKey' | 'SecretData', object: calls.NewObject): Activity => ({
  call: (memory) => calls.deriveKey(keyOf(memory), type, DATA, object),
});

const reKey = (replacement: calls.Replacement): Activity => ({
  call: (memory) => calls.reKey(keyOf(memory), replacement),
  remember: rememberKey,
});
const reKeyPair = (replacement: calls.Replacement): Activity => ({
  call: (memory) => calls.reKeyKeyPair(pairIn(memory).privateKey, replacement),
  remember: rememberPair,
});

/** A moment that no run lives to see. */
const MUCH_LATER_SECONDS = 1_000_000;

/** Objects made from others. */
export const deriving: Activities = {
  'derives an active key from that key': derive('SymmetricKey', active),
  'derives a PreActive key from that key': derive('SymmetricKey', {}),
  'derives a secret from that key': derive('SecretData', active),
  'derives a wrapped key from that key': {
    call: (memory) =>
      calls.deriveKey(keyOf(memory), 'SymmetricKey', DATA, {
        ...active,
        wrappingKeyId: wrappingKeyOf(memory),
      }),
  },
  'rekeys that key': reKey({}),
  'rekeys that key for now': reKey({ offset: 0 }),
  'rekeys that key for much later': reKey({ offset: MUCH_LATER_SECONDS }),
  'rekeys the PreActive key in vain': { ...reKey({}), failsWith: 'any' },
  'rekeys that pair': reKeyPair({}),
  'rekeys that pair for now': reKeyPair({ offset: 0 }),
  'rekeys that pair for much later': reKeyPair({ offset: MUCH_LATER_SECONDS }),
};
