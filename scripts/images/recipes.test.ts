import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { STACK_IMAGES } from '../../src/testbed/stack/images.ts';
import { binary, programCalled, recipeOf } from './binaries.ts';
import { scratchDockerfile } from './kms.ts';
import { describeApp, importedPackages } from './kms-app.ts';
import { LAYOUTS, PROGRAMS } from './programs.ts';
import { goMod } from './source.ts';

test('a recipe changes with the version', () => {
  const program = programCalled('k6');
  assert.notEqual(recipeOf(program), recipeOf({ ...program, version: 'v0.0.1' }));
});

test('a program that nobody knows is an error that names the known ones', () => {
  assert.throws(() => programCalled('emacs'), /No program is called emacs; there are otel-collector/);
});

test('every image that can be built from the module proxy has a layout, and every program its recipe', () => {
  const built = STACK_IMAGES.filter(({ name, built }) => built && name !== 'kms').map(({ name }) => name);
  assert.deepEqual(
    built,
    LAYOUTS.map(({ image }) => image),
  );
  for (const { programs } of LAYOUTS)
    for (const name of Object.values(programs)) assert.ok(PROGRAMS.some((program) => program.name === name));
});

test('a binary in the cache is taken as it is', async () => {
  const cache = await mkdtemp(join(tmpdir(), 'binaries-'));
  try {
    const program = programCalled('k6');
    // Of any toolchain, when there is no Go; of this one, when there is.
    const file = await binary('k6', { progress: () => undefined, cache, toolchain: undefined }).catch(
      (error: Error) => error.message,
    );
    assert.equal(
      file,
      'k6 is built with Go, which is not installed: install Go 1.26 or newer (https://go.dev/dl)',
    );
    const there = join(
      cache,
      'binaries/k6',
      `${program.version}-${recipeOf(program)}`,
      'go1.26.8-linux-amd64/k6',
    );
    await mkdir(dirname(there), { recursive: true });
    await writeFile(there, '');
    assert.equal(await binary('k6', { progress: () => undefined, cache, toolchain: undefined }), there);
  } finally {
    await rm(cache, { recursive: true });
  }
});

test('the module of the Collector requires every component at its version', () => {
  const text = readFileSync(new URL('otel-collector.yaml', import.meta.url), 'utf8');
  const module = goMod(text, 'v0.155.0');
  for (const [, name] of text.matchAll(/gomod: (\S+) v/g)) assert.ok(module.includes(`\t${name} v`));
  assert.match(module, /otelcol v0\.155\.0/);
});

test('packages are told from files and from what belongs to Node', () => {
  const text = `import { readFileSync } from 'node:fs';
import { a } from './a.ts';
import type { B } from '@scope/b/sub.js';
const c = await import('c');
const d = require('d/e');`;
  assert.deepEqual(importedPackages([text]), ['@scope/b', 'c', 'd']);
});

test('the image of the KMS holds its sources, its tables and no tests', () => {
  const { sources, packages } = describeApp();
  assert.ok(sources.includes('src/reference-server/main.ts'));
  assert.ok(sources.includes('src/kmip/tables/tags.json'));
  assert.ok(!sources.some((path) => path.endsWith('.test.ts')));
  assert.ok(packages.includes('node_modules/pkcs11js'));
  assert.ok(!packages.includes('node_modules/testcontainers'));
});

test('the image without a distribution has the settings of the other', () => {
  const { dockerfile } = describeApp();
  const scratch = scratchDockerfile(dockerfile);
  assert.match(scratch, /^FROM scratch\nCOPY root \/\n/);
  for (const setting of [
    'USER 10001:10001',
    'HEALTHCHECK ',
    'ENTRYPOINT ',
    'VOLUME /var/lib/kms',
    'ENV SOFTHSM2_CONF',
  ])
    assert.ok(scratch.includes(`\n${setting}`), setting);
  assert.ok(!scratch.includes('RUN'));
});
