import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { captured, newFolder, written } from '../capture/capture.fixture.ts';
import { compare } from '../capture/compare.ts';
import { jsonReport } from '../report/json.ts';
import { reportOf } from '../report/report.fixture.ts';
import type { Report } from '../report/report.ts';
import { openSide, sideOf } from './compared-side.ts';

const folder = newFolder();

async function report(name: string, edit: (report: Report) => Report = (same) => same) {
  const file = join(folder, name);
  writeFileSync(file, jsonReport(edit(reportOf())));
  return sideOf(await openSide(file), undefined);
}

const failed = (report: Report): Report => ({
  ...report,
  checks: report.checks.map((check) => (check.state === 'passed' ? { ...check, state: 'failed' } : check)),
});

test('reports of one suite are compared as they stand; of two, nobody can tell which of both has changed', async () => {
  const a = await report('a.json');
  assert.equal(a.now, undefined);
  const causes = async (edit: (report: Report) => Report) => {
    const { differences } = compare(a, await report('b.json', edit), a.levels, true);
    return [...new Set(differences.flatMap(({ causes }) => causes))];
  };
  assert.deepEqual(await causes((same) => same), []);
  assert.deepEqual(await causes(failed), ['product']);
  assert.deepEqual(await causes((one) => ({ ...failed(one), suite: { ...one.suite, version: '9' } })), [
    'undecided',
  ]);
  assert.deepEqual(
    await causes((one) => ({ ...failed(one), contract: { ...one.contract, hash: 'other' } })),
    ['undecided'],
  );
});

test('a capture is told by how it begins, whatever its name', async () => {
  const file = await written(join(folder, 'capture.json'), captured());
  const side = await sideOf(await openSide(file), undefined);
  assert.equal(side.about.kind, 'capture');
  assert.deepEqual(
    [...(side.now?.checks ?? [])].map(([id, { state }]) => [id, state]),
    [...side.recorded.checks].map(([id, { state }]) => [id, state]),
  );
});

test('a file that is neither is refused', async () => {
  writeFileSync(join(folder, 'neither'), '{}');
  await assert.rejects(openSide(join(folder, 'neither')), {
    name: 'FileError',
    message: /is no report of this suite/,
  });
  await assert.rejects(openSide(join(folder, 'missing')), { name: 'FileError', message: /cannot be read/ });
});
