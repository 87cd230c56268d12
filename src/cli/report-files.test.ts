import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { reportOf } from '../report/report.fixture.ts';
import { prepare, writeReports } from './report-files.ts';
import { PlaceError } from './whole-file.ts';

const folder = await mkdtemp(join(tmpdir(), 'report-files-'));
after(() => rm(folder, { recursive: true, force: true }));

const FILES = {
  json: join(folder, 'deep', 'er', 'report.json'),
  junit: join(folder, 'junit.xml'),
  html: join(folder, 'report.html'),
  markdown: join(folder, 'report.md'),
  badge: join(folder, 'badge.svg'),
};

test('every format is written where it is wanted, its folder is made, nothing else is left', async () => {
  await prepare(FILES);
  assert.deepEqual(await readdir(folder), ['deep'], 'looking leaves nothing behind');
  await writeReports(FILES, reportOf());
  const begins = { json: '{', junit: '<?xml', html: '<!doctype html>', markdown: '## ', badge: '<svg' };
  for (const [format, file] of Object.entries(FILES)) {
    const text = await readFile(file, 'utf8');
    assert.ok(text.startsWith(begins[format as keyof typeof begins]), format);
  }
  assert.deepEqual((await readdir(folder)).sort(), [
    'badge.svg',
    'deep',
    'junit.xml',
    'report.html',
    'report.md',
  ]);
});

test('what stood there before is replaced', async () => {
  const badge = join(folder, 'badge.json');
  await writeFile(badge, 'x'.repeat(10_000));
  await prepare({ badge });
  await writeReports({ badge }, reportOf());
  assert.equal(JSON.parse(await readFile(badge, 'utf8')).schemaVersion, 1);
});

for (const [words, files, complaint] of [
  ['a folder', { json: folder }, /--json: .* cannot be written: it is a folder/],
  ['below a file', { html: join(folder, 'badge.json', 'x.html') }, /--html: .*badge\.json/],
  [
    'two reports in one file',
    { json: FILES.html, html: join(folder, 'deep', '..', 'report.html') },
    /is where another one goes/,
  ],
] as const) {
  test(`${words}: refused before the run`, async () => {
    await writeFile(join(folder, 'badge.json'), '{}');
    await assert.rejects(prepare(files), { name: PlaceError.name, message: complaint });
  });
}

test('a capture has a place of its own', async () => {
  const file = join(folder, 'one.json');
  await assert.rejects(prepare({ json: file }, [{ option: 'capture', file }]), {
    name: PlaceError.name,
    message: /^--json: .* is where another one goes/,
  });
});
