import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { readBody } from './body.ts';
import { Refusal } from './refusal.ts';

const refusal = (status: number) => (error: unknown) => error instanceof Refusal && error.status === status;

test('a body is put together from its chunks', async () => {
  const stream = new PassThrough();
  const body = readBody(stream);
  stream.write('a');
  stream.end('b');
  assert.equal((await body).toString(), 'ab');
});

test('a body of exactly the limit is taken, one byte more is refused and the rest drained', async () => {
  const full = new PassThrough();
  full.end('abc');
  assert.equal((await readBody(full, 3)).length, 3);
  const over = new PassThrough();
  over.write('abcd');
  await assert.rejects(readBody(over, 3), refusal(413));
  over.end('more');
  await new Promise((resolve) => over.once('end', resolve));
});

test('a body that does not arrive in time is refused', async () => {
  await assert.rejects(readBody(new PassThrough(), 3, 5), refusal(408));
});

test('a client that goes away is no refusal', async () => {
  const stream = new PassThrough();
  const body = readBody(stream);
  stream.destroy();
  await assert.rejects(body, /went away/);
});
