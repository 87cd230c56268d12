import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import enumerations from '../../kmip/tables/enumerations.json' with { type: 'json' };
import { structure } from '../../kmip/ttlv.ts';
import { ACTIVITIES, type Memory } from './activities.ts';

const FEATURES = fileURLToPath(new URL('../../../features/', import.meta.url));
const lines = readdirSync(FEATURES).flatMap((name) => readFileSync(FEATURES + name, 'utf8').split('\n'));

/** A memory of everything that an activity may speak of. */
const everything: Memory = {
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

/** The longest sentence at the end of a line is the one that is meant. */
const SENTENCES = Object.keys(ACTIVITIES).toSorted((a, b) => b.length - a.length);
const sentenceIn = (line: string): string | undefined => {
  const step = line.trim().replace(/ \d+ times( at once)?$/, '');
  const cell = /^\| (.*?) +\|$/.exec(step)?.[1];
  return SENTENCES.find((sentence) => cell === sentence || step.endsWith(` ${sentence}`));
};

const used = new Set(lines.flatMap((line) => sentenceIn(line) ?? []));

test('every activity is in a scenario', () => {
  assert.deepEqual(
    SENTENCES.filter((sentence) => !used.has(sentence)),
    [],
  );
});

test('every operation of KMIP is asked for in a scenario, by an activity or by its name', () => {
  const asked = new Set([...used].map((sentence) => ACTIVITIES[sentence]?.call(everything).operation));
  const named = new Set(lines.flatMap((line) => /^ +\| (\w+) +\|$/.exec(line)?.[1] ?? []));
  assert.deepEqual(
    Object.keys(enumerations.Operation).filter((name) => !asked.has(name) && !named.has(name)),
    [],
  );
});
