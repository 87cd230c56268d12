import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Answer, enumeration, integer, type Operation, past, send, structure, text } from './kmip.ts';
import { MAIN, startServer } from './server.ts';

const scratch = (t: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'kms-disk-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const create = (comment: string): Operation => ({
  name: 'Create',
  payload: [
    enumeration('ObjectType', 'SymmetricKey'),
    structure(
      'Attributes',
      enumeration('CryptographicAlgorithm', 'AES'),
      integer('CryptographicUsageMask', 12),
      past,
      text('Comment', comment),
    ),
  ],
});

const get = (id: string): Operation => ({ name: 'Get', payload: [text('UniqueIdentifier', id)] });

const one = async (url: string, operation: Operation): Promise<Answer> => {
  const [answer] = await send(url, [operation]);
  if (answer === undefined) throw new Error('the answer has no item');
  return answer;
};

const MANY = 200;
const LONG = 'x'.repeat(100_000);

test('where no file can grow any more, a server refuses in KMIP, serves what it has and loses nothing', async (t) => {
  const folder = scratch(t);
  // The limit of the file size is the full disk that every machine has; in units of 512 or 1024 bytes.
  const server = await startServer(folder, { before: ['bash', '-c', 'ulimit -f 6000; exec "$0" "$@"'] });
  t.after(() => server.kill());
  const kept: string[] = [];
  let refusal: Answer | undefined;
  for (let count = 0; count < MANY && refusal === undefined; count += 1) {
    const answer = await one(server.url, create(LONG));
    if (answer.ok) kept.push(answer.leaf('UniqueIdentifier') ?? '');
    else refusal = answer;
  }
  assert.equal(refusal?.leaf('ResultReason'), 'General_Failure');
  assert.match(refusal?.leaf('ResultMessage') ?? '', /the database does not work: .*disk/);
  assert.ok(kept.length > 0);
  // The first Get of each, which cannot write that the object is not fresh any more.
  for (const id of kept) assert.equal((await one(server.url, get(id))).ok, true);
  await server.kill();
  const next = await startServer(folder);
  t.after(() => next.kill());
  for (const id of kept) assert.equal((await one(next.url, get(id))).ok, true);
  assert.equal((await one(next.url, create(LONG))).ok, true);
});

test('a second server on the same folder is refused with a sentence; the first goes on', async (t) => {
  const folder = scratch(t);
  const first = await startServer(folder);
  t.after(() => first.kill());
  const second = spawn(process.execPath, [MAIN, '--port', '0', '--sqlite-path', folder], {
    env: { PATH: process.env.PATH },
  });
  let said = '';
  second.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const [code] = await once(second, 'close');
  assert.equal(code, 1);
  assert.match(said, /^kms: [^\n]*The store is in use: another process holds [^\n]*\.\n$/);
  assert.equal((await one(first.url, create('still here'))).ok, true);
  await first.kill();
  const third = await startServer(folder);
  await third.kill();
});
