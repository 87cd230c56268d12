import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MOST_BYTES, markdownReport } from './markdown.ts';
import { check, finding, HOSTILE, hostileReport, reportOf } from './report.fixture.ts';

const lines = markdownReport(reportOf()).split('\n');

test('the verdict is the headline, the completeness the end', () => {
  assert.equal(lines[0], '## ❌ not conform: reference against `documented` 1');
  assert.equal(lines.at(-2), '**NOT COMPLETE: 9 checks planned, only 8 judged; 1 left out by the user**');
});

test('a row for each instrument, a column for each aspect', () => {
  assert.ok(lines.includes('| 4 | `kms.active.users` | ✅ | – | – | – | ❔ not testable | – |'));
});

test('a fold for each check that did not pass, with its diff and its requests', () => {
  const text = lines.join('\n');
  assert.match(text, /<details><summary><code>kms\.errors\.total\/value<\/code> \(MUST\): failed<\/summary>/);
  assert.match(text, /```diff\n- expected\n\+ received\n- \{error_type="A"\} {2}1/);
  assert.match(text, /POST \/kmip\/2_1 422 alice: Get failed: B/);
  assert.equal(lines.filter((line) => line === '</details>').length, 7);
});

test('no text from the wire is markup, a mention or the end of a table cell', () => {
  const text = markdownReport(hostileReport());
  const outside = text
    .replaceAll(/^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm, '')
    .replaceAll(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');
  assert.ok(!outside.includes('<img'), outside.slice(0, 500));
  assert.ok(!outside.includes('@everyone'));
  assert.doesNotMatch(text, /[^\P{Cc}\n]|\p{Bidi_Control}/u);
});

test('it stays below what GitHub takes, and says what it leaves out', () => {
  const huge = check('push/grpc', {
    state: 'failed',
    weight: 'breaks',
    findings: [finding({ message: HOSTILE.repeat(3000) })],
  });
  const text = markdownReport(reportOf({ checks: Array.from({ length: 40 }, () => huge) }));
  assert.ok(Buffer.byteLength(text) <= MOST_BYTES, `${Buffer.byteLength(text)}`);
  assert.match(text, /\d+ more checks did not pass; there is no room for them here\./);
  assert.match(text, /NOT COMPLETE/);
});
