import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { generatedFiles, REGISTRY } from './files.ts';

const root = join(import.meta.dirname, '../..');

test('what is generated stands in the repository as it is generated', () => {
  for (const [path, text] of generatedFiles())
    assert.equal(readFileSync(join(root, path), 'utf8'), text, `${path} is stale: run "npm run generate"`);
});

test('nothing stands among it that is not generated', () => {
  const found = readdirSync(join(root, REGISTRY), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1));
  assert.deepEqual(
    found.sort(),
    [...generatedFiles().keys()].filter((path) => path.startsWith(REGISTRY)).sort(),
  );
});
