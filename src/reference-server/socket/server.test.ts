import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, type TestContext, test } from 'node:test';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { allOf, certificates, closed, linesOf, repeat, say, socketBench } from './bench.fixture.ts';
import type { ConnectionParts } from './connection.ts';

type Answer = ConnectionParts['answer'];
type Bench = Awaited<ReturnType<typeof socketBench>>;

/** The server still serves, and everything that began has ended. */
const isWell = async (bench: Bench): Promise<void> => {
  const socket = await bench.client('carol');
  socket.end(say('still there?'));
  assert.equal(await allOf(socket), 'carol: still there?\n');
  assert.equal(bench.told('requestEnded').length, bench.told('requestStarted').length);
  assert.deepEqual(bench.told('requestAnswered'), []);
};

/** Answers wait until they are let go; `begun` tells of each that waits. */
const heldAnswers = () => {
  const waiting: (() => void)[] = [];
  let tell = (): void => undefined;
  const answer: Answer = async (frame, caller) => {
    if (caller.user === 'carol') return repeat(frame, caller);
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      tell();
    });
    return repeat(frame, caller);
  };
  return {
    answer,
    waiting,
    begun: (count: number) =>
      new Promise<void>((resolve) => {
        tell = () => {
          if (waiting.length >= count) resolve();
        };
        tell();
      }),
  };
};

describe('messages of one connection', () => {
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    test(`sent at once, with the end of the client's side, are answered in order over ${version}`, async (t) => {
      const bench = await socketBench(t);
      const socket = await bench.client('alice', { maxVersion: version });
      socket.end(Buffer.concat(['one', 'two', 'three'].map(say)));
      assert.equal(await allOf(socket), 'alice: one\nalice: two\nalice: three\n');
      await isWell(bench);
    });
  }

  test('are worked on one at a time, however slow the first is', async (t) => {
    const { answer, waiting, begun } = heldAnswers();
    const bench = await socketBench(t, { answer });
    const socket = await bench.client('alice');
    const line = linesOf(socket);
    socket.write(Buffer.concat([say('slow'), say('fast')]));
    await begun(1);
    const other = await bench.client('bob');
    other.write(say('meanwhile'));
    await begun(2);
    assert.equal(bench.told('requestStarted').length, 2);
    for (const expected of ['slow', 'fast']) {
      if (expected === 'fast') await begun(3);
      waiting.at(expected === 'slow' ? 0 : 2)?.();
      assert.equal(await line(), `alice: ${expected}`);
    }
    waiting[1]?.();
    assert.equal(await linesOf(other)(), 'bob: meanwhile');
    await isWell(bench);
  });

  test('may come byte by byte', async (t) => {
    const bench = await socketBench(t);
    const socket = await bench.client('alice');
    for (const byte of say('hello')) socket.write(Buffer.of(byte));
    assert.equal(await linesOf(socket)(), 'alice: hello');
  });

  test('wait in the client while the server works', async (t) => {
    const held = heldAnswers();
    const answer: Answer = (frame, caller) =>
      held.answer({ ...frame, bytes: frame.bytes.subarray(0, 20) }, caller);
    const bench = await socketBench(t, { answer });
    const socket = await bench.client('alice');
    for (let count = 0; count < 20; count += 1) socket.write(say('x'.repeat(1_000_000)));
    await held.begun(1);
    const other = await bench.client('carol');
    other.end(say('hello'));
    assert.equal(await allOf(other), 'carol: hello\n');
    assert.ok(socket.writableLength > 5_000_000, `${socket.writableLength} bytes are left`);
    const line = linesOf(socket);
    for (let count = 0; count < 20; count += 1) {
      await held.begun(count + 1);
      held.waiting[count]?.();
      assert.equal(await line(), `alice: ${'x'.repeat(12)}`);
    }
    await isWell(bench);
  });
});

describe('a stream that cannot be trusted is answered once and closed', () => {
  const streams: readonly [string, Buffer, RegExp][] = [
    ['a message that cannot be read', Buffer.concat([say('broken'), say('next')]), /^alice: broken\n$/],
    [
      'a message too long',
      Buffer.from('42007801ffffffff', 'hex'),
      /^alice: a message is at most 1000 bytes long/,
    ],
    ['no message', Buffer.from('GET / HTTP/1.1\r\n\r\n'), /^alice: what was sent does not begin like/],
  ];
  for (const [name, bytes, answer] of streams) {
    test(name, async (t) => {
      const bench = await socketBench(t, { limits: { messageBytes: 1000 } });
      const socket = await bench.client('alice');
      socket.write(Buffer.concat([say('good'), bytes, Buffer.alloc(5_000)]));
      const [good, ...rest] = (await allOf(socket)).split(/(?<=\n)/);
      assert.equal(good, 'alice: good\n');
      assert.match(rest.join(''), answer);
      await isWell(bench);
    });
  }
});

describe('clients that take too long are cut off', () => {
  // Long enough for the client of the positive control on a busy machine.
  const SHORT = 200;
  const LONG = 60_000;
  /** Writes a byte every few milliseconds for as long as the connection lasts. */
  const drip = (t: TestContext, write: (byte: Buffer) => void, bytes: Buffer): void => {
    let next = 0;
    const timer = setInterval(() => {
      if (next < bytes.length) write(bytes.subarray(next, next + 1));
      next += 1;
    }, 5);
    t.after(() => clearInterval(timer));
  };
  const limits = { idleMs: LONG, messageMs: LONG, answerMs: LONG };

  test('who says nothing, or nothing more', async (t) => {
    const bench = await socketBench(t, { limits: { ...limits, idleMs: SHORT } });
    const silent = await bench.client('alice');
    const once = await bench.client('bob');
    once.write(say('hello'));
    assert.deepEqual(await Promise.all([allOf(silent), allOf(once)]), ['', 'bob: hello\n']);
    await isWell(bench);
  });

  test('whose message never has a whole head', async (t) => {
    const bench = await socketBench(t, { limits: { ...limits, idleMs: SHORT } });
    const socket = await bench.client('alice');
    drip(t, (byte) => socket.write(byte), say('').subarray(0, 7));
    assert.equal(await allOf(socket), '');
    assert.equal(bench.told('requestStarted').length, 0);
    await isWell(bench);
  });

  for (const [name, text] of [
    ['stops', ''],
    ['drips', 'x'.repeat(10_000)],
  ] as const) {
    test(`whose message ${name} after its head`, async (t) => {
      const bench = await socketBench(t, { limits: { ...limits, messageMs: SHORT } });
      const socket = await bench.client('alice');
      socket.write(say('x'.repeat(20_000)).subarray(0, 8));
      drip(t, (byte) => socket.write(byte), Buffer.from(text));
      assert.equal(await allOf(socket), '');
      assert.equal(bench.told('requestStarted').length, 1);
      await isWell(bench);
    });
  }

  test('who does not take the answer', async (t) => {
    const answer: Answer = async (frame, caller) =>
      caller.user === 'carol' ? repeat(frame, caller) : { bytes: Buffer.alloc(40_000_000), mayGoOn: true };
    const bench = await socketBench(t, { answer, limits: { ...limits, answerMs: SHORT } });
    const socket = await bench.client('alice');
    socket.pause();
    socket.write(say('much'));
    await once(socket, 'secureConnect');
    await bench.ended(1);
    await isWell(bench);
  });

  test('who does not close its side', async (t) => {
    const bench = await socketBench(t, { limits: { ...limits, farewellMs: SHORT } });
    const socket = await bench.client('alice', { allowHalfOpen: true } as ConnectionOptions);
    socket.write(say('broken'));
    assert.equal(await linesOf(socket)(), 'alice: broken');
    await isWell(bench);
    await bench.stop(LONG);
    assert.equal(socket.writable, true);
  });

  test('who never begins the handshake', async (t) => {
    const bench = await socketBench(t, { tls: { handshakeTimeout: SHORT } });
    assert.equal(await allOf(bench.plain()), '');
    assert.deepEqual(bench.lines, ['a TLS handshake was refused']);
  });

  test('who drips it', async (t) => {
    const bench = await socketBench(t, { tls: { handshakeTimeout: SHORT } });
    const socket = bench.plain();
    drip(
      t,
      (byte) => socket.write(byte),
      Buffer.concat([Buffer.from('1603010200010001fc0303', 'hex'), Buffer.alloc(1000)]),
    );
    await allOf(socket);
    assert.deepEqual(bench.lines, ['a TLS handshake was refused']);
    await isWell(await socketBench(t));
  });
});

describe('clients that go away', () => {
  test('in the middle of a message', async (t) => {
    const bench = await socketBench(t);
    const line = say('hello');
    for (const part of [line.subarray(0, 4), line.subarray(0, 10)]) {
      const leaving = await bench.client('alice');
      leaving.end(part);
      assert.equal(await allOf(leaving), '');
      const wire = bench.plain();
      const breaking = await bench.client('alice', { socket: wire });
      await once(breaking, 'secureConnect');
      breaking.write(part, () => wire.resetAndDestroy());
      await closed(wire);
    }
    await isWell(bench);
  });

  test('while the server works', async (t) => {
    const { answer, waiting, begun } = heldAnswers();
    const bench = await socketBench(t, { answer });
    const socket = await bench.client('alice');
    socket.write(say('one'));
    await begun(1);
    socket.destroy();
    await closed(socket);
    waiting[0]?.();
    await bench.ended(1);
    await isWell(bench);
  });

  test('in the middle of the handshake', async (t) => {
    const bench = await socketBench(t);
    const socket = bench.plain();
    await once(socket, 'connect');
    socket.destroy();
    await isWell(bench);
  });
});

test('who comes when the server is full is turned away, and there is room again when somebody leaves', async (t) => {
  const bench = await socketBench(t, { maxConnections: 2 });
  const [first, second] = [await bench.client('alice'), await bench.client('bob')];
  await Promise.all([once(first, 'secureConnect'), once(second, 'secureConnect')]);
  assert.deepEqual([await allOf(bench.plain()), await allOf(await bench.client('carol'))], ['', '']);
  assert.deepEqual(bench.lines, ['connections are turned away']);
  second.write(say('hello'));
  assert.equal(await linesOf(second)(), 'bob: hello');
  first.end();
  await closed(first);
  await isWell(bench);
});

test('a defect closes the connection and is told to the log alone', async (t) => {
  const answer: Answer = async (frame, caller) => {
    if (caller.user === 'alice') throw new Error('inner detail');
    return repeat(frame, caller);
  };
  const bench = await socketBench(t, { answer });
  const socket = await bench.client('alice');
  socket.write(say('hello'));
  assert.equal(await allOf(socket), '');
  assert.deepEqual(bench.lines, ['a message failed in a way that is a defect of this server']);
  await isWell(bench);
});

describe('when the server stops', () => {
  test('begun messages are answered, all connections closed, and no new ones taken', async (t) => {
    const { answer, waiting, begun } = heldAnswers();
    const bench = await socketBench(t, { answer });
    const [working, idle] = [await bench.client('alice'), await bench.client('bob')];
    const silent = bench.plain();
    await Promise.all([once(idle, 'secureConnect'), once(silent, 'connect')]);
    working.write(Buffer.concat([say('one'), say('two')]));
    await begun(1);
    const stopped = bench.stop(60_000);
    assert.deepEqual(await Promise.all([allOf(idle), allOf(silent)]), ['', '']);
    const late = connectTls({ port: bench.port, host: '127.0.0.1', ca: certificates.authority.certificate });
    const [error] = (await once(late, 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNREFUSED');
    waiting[0]?.();
    assert.equal(await allOf(working), 'alice: one\n');
    await stopped;
    assert.equal(waiting.length, 1);
    assert.equal(bench.told('requestEnded').length, bench.told('requestStarted').length);
  });

  test('what does not end in time is cut', async (t) => {
    const bench = await socketBench(t);
    const socket = await bench.client('alice');
    socket.write(say('hello').subarray(0, 10));
    await bench.started(1);
    const ending = allOf(socket);
    await bench.stop(10);
    assert.equal(await ending, '');
    assert.equal(bench.told('requestEnded').length, 1);
  });
});
