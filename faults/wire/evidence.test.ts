import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documented } from '../../src/contract/contract.fixture.ts';
import { evidenceFor } from '../../src/judge/evidence/finding.ts';
import { judgeInstances } from '../../src/judge/judge.ts';
import { soundRecord } from '../../src/judge/record.fixture.ts';
import { instrumentFaults } from './instrument-faults.ts';
import { streamFaults } from './stream-faults.ts';

/** One of each kind that has faults of its own. */
const NAMES = ['kms.errors.total', 'kms.kmip.operation.duration', 'kms.server.uptime'];

const faults = [
  ...documented()
    .instruments.filter(({ name }) => NAMES.includes(name))
    .flatMap(instrumentFaults),
  ...streamFaults,
];

test('whatever is wrong on the wire, its finding names an edit that mends it', () => {
  const sound = soundRecord();
  const silent = faults.flatMap(({ id, expects, apply }) => {
    const records = [apply(sound)];
    const found = judgeInstances([records]).find(
      (ruling) => ruling.kind === 'finding' && ruling.check === expects,
    );
    // Some need a longer record than this one to show.
    if (found?.kind !== 'finding') return [];
    return evidenceFor(found, records).nearest === undefined ? [id] : [];
  });
  assert.deepEqual(silent, []);
});
