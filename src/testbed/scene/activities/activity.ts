import type { Call, NewObject } from '../../../driver/calls.ts';
import { textOf } from '../../../kmip/fields.ts';
import type { TtlvStructure } from '../../../kmip/ttlv.ts';

/** What a scenario has made so far and can speak of: "that key", "that pair". */
export interface Memory {
  key?: string;
  pair?: { readonly privateKey: string; readonly publicKey: string };
  encrypted?: TtlvStructure;
  mac?: Uint8Array;
  signature?: Uint8Array;
  /** Key that wraps what is created or handed out "wrapped". */
  wrappingKey?: string;
  /** A key as it was handed out wrapped. */
  handedOut?: TtlvStructure;
  readonly hsmSlot: number | undefined;
  /** A word that stands in no other text. */
  readonly unique: () => string;
  readonly nowUnixSeconds: () => number;
}

/** A sentence of the features: which operation it asks for. */
export interface Activity {
  readonly call: (memory: Memory) => Call;
  readonly remember?: (memory: Memory, answer: TtlvStructure) => void;
  /** The ResultReason with which it must fail; "any" where servers differ for good reasons. */
  readonly failsWith?: string;
  /** The server must be made to wait for it: its duration is held against the client's. */
  readonly isSlow?: true;
}

/** By their sentences, as in: alice <creates an active AES key> 4 times. */
export type Activities = Readonly<Record<string, Activity>>;

export const DATA = new TextEncoder().encode('the data of the conformance suite');

/** Far enough back that no clock difference matters. */
export const LONG_AGO_UNIX_SECONDS = 1_700_000_000;
/** Far enough ahead that no run lives to see it. */
export const FAR_AHEAD_UNIX_SECONDS = 4_000_000_000;
export const active: NewObject = { activation: LONG_AGO_UNIX_SECONDS };

export const rememberKey = (memory: Memory, answer: TtlvStructure): void => {
  memory.key = textOf(answer, 'UniqueIdentifier');
};
export const rememberPair = (memory: Memory, answer: TtlvStructure): void => {
  memory.pair = {
    privateKey: textOf(answer, 'PrivateKeyUniqueIdentifier'),
    publicKey: textOf(answer, 'PublicKeyUniqueIdentifier'),
  };
};
export const rememberWrappingKey = (memory: Memory, answer: TtlvStructure): void => {
  memory.wrappingKey = textOf(answer, 'UniqueIdentifier');
};

export const keyOf = ({ key }: Memory): string => known(key, 'key');
export const pairIn = ({ pair }: Memory) => known(pair, 'pair');
export const wrappingKeyOf = ({ wrappingKey }: Memory): string => known(wrappingKey, 'wrapping key');

export function known<T>(thing: T | undefined, word: string): T {
  if (thing === undefined) throw new Error(`this scenario speaks of "that ${word}" before there is one`);
  return thing;
}
