import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { EpochRecord } from '../judge/record.ts';
import { FileError } from '../toml/read.ts';
import { LIMITS } from './bounded-lines.ts';
import { captured, newFolder, RECORD, runOf, written } from './capture.fixture.ts';
import type { Capture } from './capture.ts';
import { readCapture } from './read.ts';

const folder = newFolder();

/** Everything that may be absent, undefined or odd. */
const SECOND: EpochRecord = {
  ...RECORD,
  instance: 'Restart: \u{1f511} \ud800',
  setting: {
    ...RECORD.setting,
    cache: undefined,
    hsmModel: undefined,
    initialObjects: new Map([
      [
        '__proto__',
        {
          ...{ isKey: true, place: 'store', owner: undefined, wrappingKeyId: 'k', publicKeyId: undefined },
          ...{ activationUnixSeconds: -1.5, deactivationUnixSeconds: undefined, existed: 'maybe' },
          ...{ present: 'yes', activated: 'no', revoked: 'no', scenario: '' },
        } as const,
      ],
    ]),
    ownUsers: ['alice'],
  },
  exportsBefore: 2,
  testIntervalMs: undefined,
  wrongWays: ['http1 POST /v1/metrics'],
};

const RUN = runOf([[RECORD, SECOND], []], {
  'Errors: One': { type: 'Error', message: 'a "sentence"\nin two lines' },
});
const CAPTURE = captured(RUN);

for (const name of ['plain.jsonl', 'packed.jsonl.gz']) {
  test(`${name}: what was captured comes back as it was`, async () => {
    const file = await written(join(folder, name), CAPTURE);
    assert.deepEqual(await readCapture(file), CAPTURE);
  });
}

test('the name decides whether it is packed, the content how it is read', async () => {
  const packed = await readFile(await written(join(folder, 'a.gz'), CAPTURE));
  await writeFile(join(folder, 'renamed.jsonl'), packed);
  assert.deepEqual(await readCapture(join(folder, 'renamed.jsonl')), CAPTURE);
  assert.match(gunzipSync(packed).toString(), /^\{"line":"header","is":\{"schema":1,/);
});

test('what proves who a target is to its collector is left out', async () => {
  const [first] = RECORD.exports;
  assert.ok(first);
  const headers = {
    ...first.transport.headers,
    authorization: 'Basic x',
    'dd-api-key': 'y',
    ':authority': 'z',
  };
  const record = {
    ...RECORD,
    exports: [{ ...first, transport: { ...first.transport, headers } }],
    observations: [],
  };
  const { instances } = await readCapture(
    await written(join(folder, 'keys.jsonl'), captured(runOf([[record]]))),
  );
  assert.deepEqual(
    { ...instances[0]?.[0]?.exports[0]?.transport.headers },
    { ...headers, authorization: '***', 'dd-api-key': '***' },
  );
});

const text = async (capture: Capture = CAPTURE): Promise<string> =>
  readFile(await written(join(folder, `${crypto.randomUUID()}.jsonl`), capture), 'utf8');

async function refusal(content: string | Uint8Array, limits = LIMITS): Promise<string> {
  const file = join(folder, `${crypto.randomUUID()}.jsonl`);
  await writeFile(file, content);
  try {
    await readCapture(file, limits);
  } catch (error) {
    assert.ok(error instanceof FileError, String(error));
    return error.message.replace(file, 'FILE');
  }
  return 'read';
}

describe('a file that is not whole is refused, wherever it ends', () => {
  test('between lines', async () => {
    const lines = (await text()).split('\n').slice(0, -1);
    for (const count of [0, 1, 2, 10, lines.length - 1]) {
      const cut = lines.slice(0, count).map((line) => `${line}\n`);
      assert.equal(
        await refusal(cut.join('')),
        `FILE is cut short: it ends after line ${count}, without its footer`,
      );
    }
  });

  test('within a line', async () => {
    const whole = await text();
    assert.match(await refusal(whole.slice(0, -1)), /^FILE is cut short: line \d+ has no end$/);
    assert.match(await refusal(whole.slice(0, 500)), /^FILE is cut short: line 1 has no end$/);
  });

  test('packed', async () => {
    const packed = gzipSync(await text());
    for (const length of [3, 100, packed.length - 9, packed.length - 1])
      assert.equal(await refusal(packed.subarray(0, length)), 'FILE is cut short');
  });

  test('a line in the middle', async () => {
    const lines = (await text()).split('\n');
    const at = lines.findIndex((line) => line.startsWith('{"line":"entry"'));
    assert.match(
      await refusal(lines.toSpliced(at, 1).join('\n')),
      /line \d+: the footer tells of 38 lines entry, and there are 37$/,
    );
  });
});

describe('what is no capture is refused with a sentence', () => {
  for (const [what, content, complaint] of [
    ['something else', '# Read me\n', /line 1: it is no JSON$/],
    ['a JSON report', '{\n "schema": 1\n}\n', /line 1: it is no JSON$/],
    ['lines of JSON', '{"a":1}\n', /line 1: it does not say what it is$/],
    ['null', 'null\n', /line 1: it does not say what it is$/],
    ['no header', '{"line":"entry","is":{}}\n', /line 1: a capture begins with its header; give a file/],
    [
      'another version',
      '{"line":"header","is":{"schema":2}}\n',
      /it has version 2 of the format; this suite reads version 1$/,
    ],
    ['half a header', '{"line":"header","is":{"schema":1}}\n', /line 1: suite: Invalid input/],
    ['no text', Buffer.from([0x7b, 0xff, 0x0a]), /line 1 is no UTF-8$/],
    ['broken gzip', Buffer.from([0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), /^FILE cannot be read: /],
  ] as const) {
    test(what, async () => assert.match(await refusal(content), complaint));
  }

  test('what exceeds a limit', async () => {
    const whole = gzipSync(await text());
    assert.match(await refusal(whole, { ...LIMITS, bytes: 1000 }), /^FILE holds more than 1000 bytes$/);
    assert.match(await refusal(whole, { ...LIMITS, lines: 5 }), /^FILE has more than 5 lines$/);
    assert.match(
      await refusal(whole, { ...LIMITS, lineBytes: 99 }),
      /^FILE: line 1 is longer than 99 bytes$/,
    );
    assert.match(
      await refusal(gzipSync(Buffer.alloc(5_000_000)), { ...LIMITS, lineBytes: 1000 }),
      /longer than 1000/,
    );
  });

  test('an export that cannot be decoded, an observation of what is not there', async () => {
    const whole = await text();
    assert.match(
      await refusal(whole.replace(/"\$bytes":"[^"]{8}/, '"$bytes":"=AAAAAAA')),
      /line \d+: its \$bytes is none/,
    );
    assert.match(await refusal(whole.replace(/"\$bytes":"[^"]{8}/, '"$bytes":"////////')), /line \d+: /);
    assert.match(
      await refusal(whole.replace('"exportCount":1', '"exportCount":99')),
      /covers more than there is$/,
    );
  });

  test('any line changed by a byte is read or refused, and nothing else happens', async () => {
    const bytes = Buffer.from(
      await text(captured(runOf([[{ ...RECORD, exports: RECORD.exports.slice(0, 1), observations: [] }]]))),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), async (at, value) => {
        await refusal(bytes.with(at, value));
      }),
      { numRuns: 60 },
    );
  });
});
