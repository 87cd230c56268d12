import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Check, checksOf } from './checks.ts';
import type { Kind } from './contract.ts';
import { DEFINITIONS } from './definitions.ts';
import { ContractError, parseContract } from './load.ts';
import { loadProfile, profiles, withPicks } from './profiles.ts';

const levelsOf = (profile: string): ReadonlyMap<string, string> =>
  new Map(checksOf(loadProfile(profile)).map(({ id, level }) => [id, level]));

const kindOf = (profile: string, name: string): Kind | undefined =>
  loadProfile(profile).instruments.find((instrument) => instrument.name === name)?.kind;

test('four profiles come with the suite, the document first', () => {
  assert.deepEqual(profiles(), ['documented', 'cosmian-5.17', 'cosmian-5.26', 'cosmian-5.28']);
  for (const name of profiles()) assert.equal(loadProfile(name).profile, name);
});

test('all profiles have the same checks, in the same words', () => {
  const texts = (name: string) => checksOf(loadProfile(name)).map(({ id, text }: Check) => [id, text]);
  for (const name of profiles()) assert.deepEqual(texts(name), texts('documented'));
});

test('every check says where its promise comes from', () => {
  for (const name of profiles()) {
    for (const { id, source } of checksOf(loadProfile(name)))
      assert.match(source, /^(document: .|https:\/\/.)/, `${name} ${id}`);
  }
  const value = checksOf(loadProfile('documented')).find(({ id }) => id === 'kms.errors.total/value');
  assert.equal(value?.source, 'document: kms.errors.total — Total number of errors by type (counter)');
});

test('releases are held to units, attributes and origin; what they do at start and stop is reported', () => {
  const documented = levelsOf('documented');
  for (const name of profiles().slice(1)) {
    const levels = levelsOf(name);
    const changed = [...levels].filter(
      ([id, level]) => documented.get(id) !== level && !/\/(unit|attributes)$/.test(id),
    );
    assert.deepEqual(changed, [
      ['catalogue/number-type', 'MUST'],
      ['catalogue/description', 'MUST'],
      ['origin/scope', 'MUST'],
      ['origin/resource', 'MUST'],
      ['histogram/resolution', 'MAY'],
      ['push/first-export', 'MAY'],
      ['push/last-push', 'MAY'],
    ]);
    assert.equal(levels.get('kms.errors.total/unit'), 'MUST');
    assert.equal(levels.get('kms.errors.total/attributes'), 'MUST');
    assert.equal(levels.get('labels/bounded'), 'SHOULD');
  }
});

test('the two counts are gauges from 5.24 on', () => {
  for (const name of ['kms.objects.total', 'kms.keys.active.count']) {
    assert.deepEqual(
      profiles().map((profile) => kindOf(profile, name)),
      ['up-down-counter', 'up-down-counter', 'gauge', 'gauge'],
    );
  }
});

test('5.17 has ten instruments on the wire, and promises eighteen', () => {
  const { instruments } = loadProfile('cosmian-5.17');
  assert.deepEqual(
    instruments.filter(({ onTheWire }) => onTheWire).map(({ number }) => number),
    [1, 2, 3, 4, 5, 6, 11, 12, 14, 16],
  );
  assert.equal(instruments.length, 18);
});

test('a release may not use words of its own', () => {
  for (const name of profiles().slice(1)) {
    const rules = loadProfile(name).instruments.flatMap(({ attributes }) => attributes);
    assert.deepEqual(
      rules.filter(({ renaming }) => renaming !== 'none'),
      [],
    );
  }
});

test('a profile that there is not is refused with those that there are', () => {
  assert.throws(() => loadProfile('cosmian-6'), {
    name: 'ContractError',
    message:
      'there is no profile "cosmian-6"; there are documented, cosmian-5.17, cosmian-5.26, cosmian-5.28, or give the path of a file',
  });
});

test('a file of one’s own builds on a profile of the suite or on a file beside it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'profiles-'));
  const write = (name: string, text: string) => {
    const file = join(folder, `${name}.toml`);
    writeFileSync(file, text);
    return file;
  };
  try {
    write('first', 'profile = "first"\nabout = "x"\nbase = "cosmian-5.26"\n[push]\ninterval_seconds = 10\n');
    const second = write('second', 'profile = "second"\nabout = "x"\nbase = "first"\n');
    assert.deepEqual(loadProfile(second).push, { intervalSeconds: 10, toleranceSeconds: 1 });
    const round = write('round', 'profile = "round"\nabout = "x"\nbase = "round"\n');
    assert.throws(() => loadProfile(round), /bases are written as differences in a circle/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const REFUSED: readonly (readonly [string, string, RegExp])[] = [
  ['an unknown definition', '[definitions]\nuser-labels = "any"', /line 5, definitions: .*user-labels/],
  ['an unknown value', '[definitions]\nuser-label = "sha1"', /line 5, definitions\.user-label: /],
  ['an unknown section', '[level]\nunit = "MUST"', /line 4, the file: .*level/],
  ['an unknown aspect', '[levels]\nunits = "MUST"', /line 5, levels: .*units/],
  [
    'an unknown kind, with the entry’s line',
    '[[topic]]\nid = "push/grpc"\n[[instrument]]\nname = "kms.errors.total"\nkind = "meter"',
    /line 8, instrument\.0\.kind: /,
  ],
  ['an entry without its name', '[[instrument]]\nkind = "gauge"', /line 4, instrument\.0\.name: /],
  [
    'an instrument that the base does not have',
    '[[instrument]]\nname = "kms.errors"',
    /its base documented has no instrument kms\.errors/,
  ],
  ['a topic that the base does not have', '[[topic]]\nid = "push/http"', /has no topic push\/http/],
];

for (const [what, text, message] of REFUSED) {
  test(`differences refused: ${what}`, () => {
    const toml = `profile = "mine"\nabout = "x"\nbase = "documented"\n${text}\n`;
    assert.throws(
      () => parseContract(toml, 'mine.toml'),
      (error: unknown) => {
        assert.ok(error instanceof ContractError, String(error));
        assert.match(error.message, message);
        assert.match(error.message, /^mine\.toml/);
        return true;
      },
    );
  });
}

test('a base that there is not is refused with its line', () => {
  assert.throws(() => parseContract('profile = "a"\nabout = "b"\nbase = "c"', 'mine.toml'), {
    message: 'mine.toml: line 3, base: there is no profile c',
  });
});

test('a target picks definitions that its profile leaves open', () => {
  const picked = withPicks(loadProfile('documented'), {
    'cache-fill-at-creation': true,
    'error-scope': 'all',
  });
  assert.equal(picked.definitions.cacheFillAtCreation, true);
  assert.equal(picked.definitions.errorScope, 'all');
  assert.equal(picked.definitions.regrantCounts, true);
});

test('what the document decides cannot be picked', () => {
  assert.throws(() => withPicks(loadProfile('documented'), { 'active-keys': 'non-destroyed-keys' }), {
    message:
      'the profile documented fixes active-keys = "active-keys"; a target cannot pick "non-destroyed-keys"',
  });
  const same = { 'active-keys': 'non-destroyed-keys', 'admin-user': 'root' };
  assert.equal(withPicks(loadProfile('cosmian-5.26'), same).definitions.adminUser, 'root');
});

test('a definition that there is not cannot be picked', () => {
  assert.throws(
    () => withPicks(loadProfile('documented'), { 'cache-fill': true }),
    /definitions of the target: .*cache-fill/,
  );
});

test('every definition says what it decides', () => {
  for (const { about } of Object.values(DEFINITIONS)) assert.match(about, /^[a-z(]/);
});
