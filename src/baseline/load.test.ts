import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FileError } from '../toml/read.ts';
import { parseBaseline } from './load.ts';

const REST = 'reason = "the vendor counts retries"\nlink = "https://example.org/1"';
const ENTRY = `[[known-failing]]\ncheck = "a.b/value"\n${REST}`;

test('entries come back with their places, in the order of the file', () => {
  const { entries } = parseBaseline(
    [
      ENTRY,
      `[[known-flaky]]\ncheck = "push/outage"\n${REST}`,
      `# since spring\n[[known-failing]]\ncheck = "c/unit"\nstate = "not-testable"\nowner = "ann"\nexpires = 2027-01-31\nversions = ">=5.17 <6"\n${REST}`,
    ].join('\n\n'),
    'b.toml',
  );
  assert.deepEqual(
    entries.map(({ place, check, known, owner, expires, versions }) => [
      ...[place, check, known, owner, expires, versions?.text],
    ]),
    [
      ['b.toml:1', 'a.b/value', 'failing', undefined, undefined, undefined],
      ['b.toml:6', 'push/outage', 'flaky', undefined, undefined, undefined],
      ['b.toml:12', 'c/unit', 'not-testable', 'ann', '2027-01-31', '>=5.17 <6'],
    ],
  );
});

test('an empty file is a baseline that excuses nothing', () => {
  assert.deepEqual(parseBaseline('', 'b.toml').entries, []);
});

for (const [what, text, complaint] of [
  ['an unknown key', `${ENTRY}\nexpire = 2027-01-31`, /^b\.toml:5: there is no setting "expire"$/],
  [
    'an unknown list',
    '[[known-failures]]\ncheck = "a/b"',
    /^b\.toml:1: there is no setting "known-failures"$/,
  ],
  ['no reason', '[[known-failing]]\ncheck = "a/b"\nlink = "https://x.y"', /^b\.toml:1: .*reason: /],
  [
    'an empty reason',
    ENTRY.replace(/reason = .*/, 'reason = " "'),
    /^b\.toml:3: .*reason: must not be empty$/,
  ],
  [
    'a reason that is still open',
    ENTRY.replace('the vendor', 'TODO: the vendor'),
    /^b\.toml:3: .*is still TODO/,
  ],
  [
    'a link that is none',
    ENTRY.replace('https://example.org/1', 'ticket 7'),
    /^b\.toml:4: .*link: must be a URL$/,
  ],
  [
    'a pattern',
    ENTRY.replace('a.b/value', 'a.b/*'),
    /^b\.toml:2: .*must be the id of one check, not a pattern$/,
  ],
  ['a day that is none', `${ENTRY}\nexpires = "soon"`, /^b\.toml:5: .*expires: must be a day: 2027-01-31$/],
  ['a condition that is none', `${ENTRY}\nversions = "^5"`, /^b\.toml:5: .*versions: must be bounds/],
  [
    'a state of a flaky check',
    `[[known-flaky]]\ncheck = "a/b"\nstate = "failed"\n${REST}`,
    /^b\.toml:3: there is no setting "state"$/,
  ],
  ['no TOML', `${ENTRY}\nowner = ann`, /^b\.toml:5:\d+: /],
] as const) {
  test(`refused: ${what}`, () => {
    assert.throws(() => parseBaseline(text, 'b.toml'), { name: FileError.name, message: complaint });
  });
}

test('what is still open may be read where the file is about to be written', () => {
  const [entry] = parseBaseline(ENTRY.replace('the vendor', 'TODO'), 'b.toml', false).entries;
  assert.equal(entry?.reason, 'TODO counts retries');
});
