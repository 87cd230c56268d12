import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Hsm } from '../../reference-server/hsm/hsm.ts';
import { hsmErrors } from './hsm-errors.ts';
import { ON, STRUCK, Switch } from './switch.ts';

const folder = mkdtempSync(join(tmpdir(), 'kms-hsm-errors-'));
after(() => rmSync(folder, { recursive: true }));

const ADDRESS = { slot: 1, label: 'k' };

/** A module that does whatever it is asked. */
const WORKING = {
  model: 'softhsm2',
  wrap: async () => Uint8Array.of(1),
  find: async () => [],
} as unknown as Hsm;

test('an HSM refuses what keys are needed for while the fault is on, and nothing else', async () => {
  const hsm = hsmErrors(new Switch(folder)).hsm?.(WORKING);
  assert.ok(hsm);
  assert.equal(hsm.model, 'softhsm2');
  assert.deepEqual(await hsm.wrap(ADDRESS, Uint8Array.of()), Uint8Array.of(1));
  writeFileSync(join(folder, ON), '');
  await assert.rejects(hsm.wrap(ADDRESS, Uint8Array.of()), /did not wrap: the device does not work/);
  assert.deepEqual(await hsm.find(1), []);
  assert.equal(readFileSync(join(folder, STRUCK), 'utf8'), '1');
  rmSync(join(folder, ON));
  assert.deepEqual(await hsm.wrap(ADDRESS, Uint8Array.of()), Uint8Array.of(1));
});
