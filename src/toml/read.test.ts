import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { FileError, readToml } from './read.ts';

const schema = z.strictObject({
  name: z.string(),
  push: z.strictObject({ interval_seconds: z.int().positive() }).optional(),
  entry: z.array(z.strictObject({ check: z.string() })).default([]),
});

test('what is in order comes back', () => {
  assert.deepEqual(readToml('name = "x"\n[push]\ninterval_seconds = 30', 'f.toml', schema), {
    name: 'x',
    push: { interval_seconds: 30 },
    entry: [],
  });
});

for (const [what, text, complaint] of [
  ['a text that is no TOML', 'name = "x"\nname == 3', /^f\.toml:2:\d+: /],
  ['an unknown key', 'name = "x"\n\nnmae = "y"', /^f\.toml:3: there is no setting "nmae"$/],
  [
    'an unknown array of tables',
    'name = "x"\n\n[[entyr]]\ncheck = "a"',
    /^f\.toml:3: there is no setting "entyr"$/,
  ],
  [
    'an unknown key of a table',
    'name = "x"\n[push]\nfoo = 1\ninterval_seconds = 3',
    /^f\.toml:3: there is no setting "foo"$/,
  ],
  [
    'a wrong value',
    'name = "x"\n[push]\n\ninterval_seconds = -3',
    /^f\.toml:4: push\.interval_seconds: Too small/,
  ],
  ['a missing value', 'name = "x"\n[push]\n', /^f\.toml:2: push\.interval_seconds: /],
  [
    'the second of several tables',
    'name = "x"\n[[entry]]\ncheck = "a"\n[[entry]]\ncheck = 3',
    /^f\.toml:5: entry\.1\.check: /,
  ],
  ['several at once', 'nmae = "x"', /^f\.toml: name: .*\nf\.toml:1: there is no setting "nmae"$/],
] as const) {
  test(`${what} is refused with its line`, () => {
    assert.throws(() => readToml(text, 'f.toml', schema), { name: FileError.name, message: complaint });
  });
}
