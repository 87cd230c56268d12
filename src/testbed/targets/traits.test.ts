import assert from 'node:assert/strict';
import { test } from 'node:test';
import { knownSecrets } from '../secrets.ts';
import { parseTargetFile } from './target-file.ts';
import { traitsOf } from './traits.ts';

test('a token that the user gives is known as a secret, so that no report repeats it', () => {
  const token = `given-${crypto.randomUUID()}`;
  const file = parseTargetFile(
    'name = "mine"\n[identities]\nby = "given"\n[identities.user.alice]\ntoken_environment = "TOKEN_OF_ALICE"\n[capabilities]\n',
    'mine.toml',
  );
  traitsOf(file, { TOKEN_OF_ALICE: token });
  assert.ok(knownSecrets().includes(token));
});
