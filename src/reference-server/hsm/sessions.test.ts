import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PKCS11 } from 'pkcs11js';
import { SessionPool } from './sessions.ts';

/** Sessions numbered from 0; `closed` gathers the numbers of those that were closed. */
function numbered(close: () => void = () => {}): { pool: SessionPool; opened: number[]; closed: number[] } {
  const opened: number[] = [];
  const closed: number[] = [];
  const module = {
    C_CloseSession: (handle: Buffer) => {
      closed.push(handle.readUInt8());
      close();
    },
  } as PKCS11;
  const pool = new SessionPool(() => {
    opened.push(opened.length);
    return { module, handle: Buffer.from([opened.length - 1]) };
  });
  return { pool, opened, closed };
}

test('work in turn shares a session, work at once does not', async () => {
  const { pool, opened } = numbered();
  const number = () => pool.run(({ handle }) => handle.readUInt8());
  assert.deepEqual([await number(), await number()], [0, 0]);
  const [first, second] = await Promise.all([
    pool.run(async ({ handle }) => handle.readUInt8()),
    pool.run(async ({ handle }) => handle.readUInt8()),
  ]);
  assert.notEqual(first, second);
  assert.deepEqual(opened, [0, 1]);
});

test('a session in which work failed is closed and never lent again', async () => {
  const { pool, opened, closed } = numbered();
  const failing = (): never => {
    throw new Error('half-way');
  };
  await assert.rejects(pool.run(failing), /half-way/);
  await assert.rejects(
    pool.run(async () => failing()),
    /half-way/,
  );
  assert.equal(await pool.run(({ handle }) => handle.readUInt8()), 2);
  assert.deepEqual(
    [opened, closed],
    [
      [0, 1, 2],
      [0, 1],
    ],
  );
});

test('a session that cannot even be closed does not hide the failure', async () => {
  const { pool } = numbered(() => {
    throw new Error('lost');
  });
  await assert.rejects(
    pool.run(() => {
      throw new Error('the cause');
    }),
    /the cause/,
  );
});
