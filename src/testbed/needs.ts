import type { PickleStep } from '@cucumber/messages';
import { structure } from '../kmip/ttlv.ts';
import { ACTIVITIES, type Memory } from './scene/activities.ts';
import { USERS } from './users.ts';

/** What the sentences of a scenario ask of a target. */
export interface Needs {
  /** In the words of the features. */
  readonly users: readonly string[];
  /** Names of the KMIP Operation enumeration. */
  readonly operations: readonly string[];
  /** Objects that are made at most. */
  readonly objects: number;
  /** Pushes that are waited for one after the other, at most; captures of before do not tell. */
  readonly pushes?: number | undefined;
}

export function needsOf(steps: readonly PickleStep[]): Needs {
  const lines = steps.flatMap(({ text, argument }) => [
    text,
    ...(argument?.dataTable?.rows ?? []).map(({ cells }) => cells[0]?.value ?? ''),
  ]);
  const asked = lines.flatMap(askedIn);
  return {
    users: USERS.filter((user) => lines.some((line) => WORDS_OF_USERS[user].test(line))),
    operations: [...new Set(asked.map(({ operation }) => operation))],
    objects: asked.reduce((sum, { operation, times }) => sum + times * (MADE[operation] ?? 0), 0),
    pushes: steps.reduce((sum, { text }) => sum + pushesIn(text), 0),
  };
}

function pushesIn(sentence: string): number {
  const [, collections, times] = MANY_PUSHES.exec(sentence) ?? [];
  return Number(collections ?? times ?? (A_PUSH.test(sentence) ? 1 : 0));
}

const MANY_PUSHES = /within (\d+) collections|pushes there (\d+) times/;
const A_PUSH = /observation|collections later|\ba push\b/;

const WORDS_OF_USERS = Object.fromEntries(USERS.map((user) => [user, new RegExp(`\\b${user}\\b`)])) as Record<
  (typeof USERS)[number],
  RegExp
>;

/** How many objects an operation makes. */
const MADE: Readonly<Record<string, number>> = {
  ...{ Create: 1, Register: 1, Import: 1, DeriveKey: 1, ReKey: 1, CreateKeyPair: 2, ReKeyKeyPair: 2 },
};

/** The operation that a line asks for, and how often. */
function askedIn(line: string): readonly { readonly operation: string; readonly times: number }[] {
  const activity = ACTIVITIES[sentenceIn(line) ?? ''];
  if (activity === undefined) return [];
  const times = Number(TIMES.exec(line.trim())?.[1] ?? 1);
  return [{ operation: activity.call(EVERYTHING).operation, times }];
}

const TIMES = / (\d+) times( at once)?$/;

/** The activity that a step or an item of a message names: the longest sentence that fits. */
export function sentenceIn(line: string): string | undefined {
  const step = line.trim().replace(TIMES, '');
  return SENTENCES.find((sentence) => step === sentence || step.endsWith(` ${sentence}`));
}

const SENTENCES = Object.keys(ACTIVITIES).toSorted((a, b) => b.length - a.length);

/** A memory of everything that an activity may speak of: only to see which operation it asks for. */
export const EVERYTHING: Memory = {
  key: 'k',
  pair: { privateKey: 'p', publicKey: 'q' },
  encrypted: structure('EncryptResponse'),
  mac: new Uint8Array(1),
  signature: new Uint8Array(1),
  wrappingKey: 'w',
  handedOut: structure('GetResponse', structure('SymmetricKey')),
  hsmSlot: 1,
  unique: () => 'u',
  nowUnixSeconds: () => 0,
};
