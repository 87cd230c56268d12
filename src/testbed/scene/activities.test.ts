import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import enumerations from '../../kmip/tables/enumerations.json' with { type: 'json' };
import { EVERYTHING, sentenceIn } from '../needs.ts';
import { ACTIVITIES } from './activities.ts';

const FEATURES = fileURLToPath(new URL('../../../features/', import.meta.url));
const lines = readdirSync(FEATURES).flatMap((name) => readFileSync(FEATURES + name, 'utf8').split('\n'));

const SENTENCES = Object.keys(ACTIVITIES);
const used = new Set(lines.flatMap((line) => sentenceIn(line.replace(/^\s*\|\s*|\s*\|\s*$/g, '')) ?? []));

test('every activity is in a scenario', () => {
  assert.deepEqual(
    SENTENCES.filter((sentence) => !used.has(sentence)),
    [],
  );
});

test('every operation of KMIP is asked for in a scenario, by an activity or by its name', () => {
  const asked = new Set([...used].map((sentence) => ACTIVITIES[sentence]?.call(EVERYTHING).operation));
  const named = new Set(lines.flatMap((line) => /^ +\| (\w+) +\|$/.exec(line)?.[1] ?? []));
  assert.deepEqual(
    Object.keys(enumerations.Operation).filter((name) => !asked.has(name) && !named.has(name)),
    [],
  );
});
