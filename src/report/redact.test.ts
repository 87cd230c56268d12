import assert from 'node:assert/strict';
import { test } from 'node:test';
import { badgeJson, badgeSvg } from './badge.ts';
import { htmlReport } from './html/page.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';
import { REDACTED, redactAll, redactor } from './redact.ts';
import { hostileReport } from './report.fixture.ts';
import { PLAIN } from './style.ts';
import { terminalReport } from './terminal.ts';

const TOKEN = 'token-of-alice-5f0c/9+ü';
const PIN = '4711';
const KEY = `-----BEGIN PRIVATE KEY-----\n${'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEH'}\n${'BG0wawIBAQQgq5vB+vC8FqtXJw==ABCDEFGH'}\n-----END PRIVATE KEY-----\n`;

const base64 = (text: string) => Buffer.from(text).toString('base64');
const base64url = (text: string) => Buffer.from(text).toString('base64url');
const hex = (text: string) => Buffer.from(text).toString('hex');

/** Every way in which a token may leak: bare, in a header, encoded alone or amid other text at any offset. */
const LEAKS: readonly string[] = [
  TOKEN,
  `Bearer ${TOKEN}`,
  hex(TOKEN),
  hex(TOKEN).toUpperCase(),
  hex(`x${TOKEN}y`),
  ...['', 'a', 'ab', 'abc', 'Bearer '].flatMap((before) =>
    ['', 'z', 'yz'].flatMap((after) => [
      base64(`${before}${TOKEN}${after}`),
      base64url(`${before}${TOKEN}${after}`),
    ]),
  ),
];

/** What tells the token whatever stands around it: its text, its digits, and what of its base64 is always the same. */
const TRACES: readonly string[] = [
  'token-of-alice',
  hex('token-of-alice'),
  ...[0, 1, 2].map((offset) => base64('x'.repeat(offset) + 'token-of-alice'.slice(0, 12)).slice(4, 14)),
];

const redact = redactor([TOKEN, PIN, KEY]);

for (const leak of LEAKS) {
  test(`nothing tells the token in ${leak.slice(0, 40)}`, () => {
    const text = redact(`before ${leak} after`);
    assert.ok(text.includes(REDACTED), text);
    for (const trace of TRACES)
      assert.ok(!text.toLowerCase().includes(trace.toLowerCase()), `${trace} in ${text}`);
  });
}

test('a private key is taken out line by line', () => {
  const text = redact(`in a log:\n${KEY}`);
  assert.ok(!text.includes('MIGH') && !text.includes('BG0w'), text);
});

test('a short PIN is taken out where it stands alone, and numbers that contain it stay', () => {
  assert.equal(redact('pin=4711, 14711 requests'), `pin=${REDACTED}, 14711 requests`);
});

test('without secrets nothing changes', () => {
  assert.equal(redactor([])('text'), 'text');
});

test('names of properties are redacted, too, and numbers stay numbers', () => {
  assert.deepEqual(redactAll({ [TOKEN]: [TOKEN, 1, undefined, null] }, redact), {
    [REDACTED]: [REDACTED, 1, undefined, null],
  });
});

test('a secret that a KMS repeats wherever it can is in no report', () => {
  const report = redactAll(hostileReport(LEAKS.join(' ')), redact);
  const outputs = {
    html: htmlReport(report),
    json: jsonReport(report),
    junit: junitReport(report),
    markdown: markdownReport(report),
    terminal: terminalReport(report, PLAIN).join('\n'),
    badge: badgeJson(report) + badgeSvg(report),
  };
  for (const [name, text] of Object.entries(outputs))
    for (const trace of TRACES)
      assert.ok(!text.toLowerCase().includes(trace.toLowerCase()), `${trace} in ${name}`);
});
