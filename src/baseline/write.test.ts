import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { State, Weight } from '../judge/verdict.ts';
import { parseBaseline } from './load.ts';
import { updateBaseline } from './write.ts';

const check = (id: string, state: State, weight: Weight) => ({ id, state, weight });
const update = (
  text: string,
  checks: readonly ReturnType<typeof check>[],
  words: { readonly reason?: string; readonly link?: string } = {},
  targetVersion?: string,
) =>
  updateBaseline(text, 'b.toml', { targetVersion, checks }, { reason: undefined, link: undefined, ...words });

const FILE = `# What our KMS is known to do.

# Since the rewrite.
[[known-failing]]
check = "a/b" # the first
owner = "ann"
reason = "counts retries"
link = "https://example.org/1"

# To be mended in spring.
[[known-failing]]
check = "c/d"
reason = "no unit"
link = "https://example.org/2"

[[known-flaky]]
check = "e/f"
reason = "slow disk"
link = "https://example.org/3"
`;

test('without a file: an entry for each check that broke, which nobody can use before it has a reason', () => {
  const { text, added } = update('', [
    check('a/b', 'failed', 'breaks'),
    check('c/d', 'not-testable', 'breaks'),
    check('e/f', 'failed', 'reported'),
    check('g/h', 'passed', 'fine'),
  ]);
  assert.deepEqual(added, ['a/b', 'c/d']);
  assert.throws(() => parseBaseline(text, 'b.toml'), /b\.toml:3: .*is still TODO/);
  assert.deepEqual(
    parseBaseline(text, 'b.toml', false).entries.map((entry) => [entry.check, entry.known]),
    [
      ['a/b', 'failing'],
      ['c/d', 'not-testable'],
    ],
  );
});

test('a reason and a link for all new entries make a file that can be used', () => {
  const words = { reason: 'release 5.17 lacks "it"', link: 'https://example.org/5.17' };
  const { text } = update('', [check('a/b', 'failed', 'breaks')], words);
  assert.equal(parseBaseline(text, 'b.toml').entries[0]?.reason, words.reason);
});

test('nothing has changed: not a letter of the file does', () => {
  const { text } = update(FILE, [
    check('a/b', 'failed', 'expected'),
    check('c/d', 'failed', 'expected'),
    check('e/f', 'passed', 'fine'),
  ]);
  assert.equal(text, FILE);
});

test('what has passed goes with its comment, what is new comes last, the rest stays as it is written', () => {
  const { text, added, kept, dropped } = update(FILE, [
    check('a/b', 'failed', 'expected'),
    check('c/d', 'passed', 'stale'),
    check('e/f', 'failed', 'expected'),
    check('g/h', 'failed', 'breaks'),
  ]);
  assert.deepEqual([added, kept, dropped], [['g/h'], ['a/b', 'e/f'], ['c/d: has passed']]);
  const gone = FILE.replace(/# To be mended.*?(?=\[\[known-flaky)/s, '');
  assert.ok(text.startsWith(gone), text);
  assert.match(
    text.slice(gone.length),
    /^\n\[\[known-failing\]\]\ncheck = "g\/h"\nreason = "TODO: say why"\n/,
  );
});

test('a partial run drops nothing that it has not refuted', () => {
  const { kept } = update(FILE, [
    check('a/b', 'passed', 'fine'),
    check('c/d', 'not-run', 'partial'),
    check('e/f', 'not-run', 'partial'),
  ]);
  assert.deepEqual(kept, ['a/b', 'c/d', 'e/f']);
});

test('a check that fails otherwise than before needs a new reason, and the old one is at hand', () => {
  const { text } = update(FILE, [
    check('a/b', 'not-testable', 'breaks'),
    check('c/d', 'failed', 'expected'),
    check('e/f', 'passed', 'fine'),
  ]);
  const entry = parseBaseline(text, 'b.toml', false).entries.find((each) => each.check === 'a/b');
  assert.deepEqual(
    [entry?.known, entry?.reason, entry?.link],
    ['not-testable', 'TODO: say why (before: counts retries)', 'https://example.org/1'],
  );
});

test('what does not exist or does not apply any more goes', () => {
  const { dropped } = update(FILE, [
    check('a/b', 'not-applicable', 'stale'),
    check('e/f', 'not-applicable', 'stale'),
  ]);
  assert.deepEqual(dropped, [
    'a/b: does not apply to this target',
    'c/d: there is no such check',
    'e/f: does not apply to this target',
  ]);
});

test('an entry for other versions is left to its owner', () => {
  const text = FILE.replace('owner = "ann"', 'versions = "<5.26"');
  const { kept, added, open } = update(
    text,
    [check('a/b', 'failed', 'breaks'), check('c/d', 'failed', 'expected'), check('e/f', 'passed', 'fine')],
    {},
    '5.26.0',
  );
  assert.deepEqual([kept.length, added], [3, []]);
  assert.match(open.join(), /^b\.toml:4: a\/b fails for version 5\.26\.0 too: widen "versions"$/);
});

test('a set-up error is never excused', () => {
  assert.throws(() => update('', [check('a/b', 'set-up-error', 'unusable')]), /error of the set-up/);
});

test('entries of another form are not taken apart', () => {
  const text = 'known-flaky = [{ check = "a/b", reason = "x", link = "https://x.y" }]';
  assert.throws(
    () => update(text, [check('a/b', 'failed', 'expected')]),
    /write every entry as a table of its own/,
  );
});
