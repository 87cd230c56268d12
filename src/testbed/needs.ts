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
}

export function needsOf(steps: readonly PickleStep[]): Needs {
  const lines = steps.flatMap(({ text, argument }) => [
    text,
    ...(argument?.dataTable?.rows ?? []).map(({ cells }) => cells[0]?.value ?? ''),
  ]);
  return {
    users: USERS.filter((user) => lines.some((line) => new RegExp(`\\b${user}\\b`).test(line))),
    operations: [...new Set(lines.flatMap((line) => operationOf(sentenceIn(line))))],
    objects: lines.reduce((sum, line) => sum + madeBy(line), 0),
  };
}

/** How many objects an operation makes. */
const MADE: Readonly<Record<string, number>> = {
  ...{ Create: 1, Register: 1, Import: 1, DeriveKey: 1, ReKey: 1, CreateKeyPair: 2, ReKeyKeyPair: 2 },
};

function madeBy(line: string): number {
  const times = Number(/ (\d+) times( at once)?$/.exec(line.trim())?.[1] ?? 1);
  return operationOf(sentenceIn(line)).reduce((sum, operation) => sum + times * (MADE[operation] ?? 0), 0);
}

/** The activity that a step or an item of a message names: the longest sentence that fits. */
export function sentenceIn(line: string): string | undefined {
  const step = line.trim().replace(/ \d+ times( at once)?$/, '');
  return SENTENCES.find((sentence) => step === sentence || step.endsWith(` ${sentence}`));
}

const SENTENCES = Object.keys(ACTIVITIES).toSorted((a, b) => b.length - a.length);

const operationOf = (sentence: string | undefined): readonly string[] => {
  const activity = sentence === undefined ? undefined : ACTIVITIES[sentence];
  return activity === undefined ? [] : [activity.call(EVERYTHING).operation];
};

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
