import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DOCUMENTED_FILE, documentedToml } from './contract.fixture.ts';
import { ContractError, loadContract, parseContract } from './load.ts';

const parseWith = (from: string | RegExp, to: string) => {
  const toml = documentedToml();
  const changed = toml.replace(from, to);
  assert.notEqual(changed, toml, 'the change must hit');
  return () => parseContract(changed, 'my.toml');
};

test('the documented profile loads', () => {
  const contract = loadContract(DOCUMENTED_FILE);
  assert.equal(contract.profile, 'documented');
  assert.equal(contract.labels.routes.get('/kmip/2_1'), '/kmip/2_1');
  assert.equal(contract.labels.permissions.get('getattributes'), 'get_attributes');
  assert.deepEqual(contract.instruments[1]?.attributes, [
    { key: 'user', renaming: 'one-for-one', distinguishes: true, values: undefined },
    { key: 'operation', renaming: 'one-for-one', distinguishes: false, values: undefined },
  ]);
});

test('a file that is not there is an error that names it', () => {
  assert.throws(() => loadContract('/nowhere/my.toml'), {
    name: 'ContractError',
    message: /^\/nowhere\/my\.toml cannot be read: ENOENT/,
  });
});

const REFUSED: readonly (readonly [string, string | RegExp, string, RegExp])[] = [
  ['text that is no TOML, with its line', 'version = 1', 'version = = 1', /^my\.toml:5:\d+: /],
  ['a key that TOML repeats', 'version = 1', 'version = 1\nversion = 2', /^my\.toml:6:\d+: /],
  ['an unknown key', 'version = 1', 'version = 1\nprofil = "x"', /my\.toml .*profil/],
  ['an unknown key of an instrument', 'number = 1\n', 'number = 1\nunits = "s"\n', /instrument\.0: .*units/],
  ['an unknown definition', 'regrant-counts = true', 'regrants = true', /definitions: .*regrants/],
  ['a definition without a meaning', '"kmip"', '"http"', /definitions\.error-scope: /],
  ['an unknown kind', 'kind = "counter"', 'kind = "meter"', /instrument\.0\.kind: /],
  ['an unknown level', 'name = "MUST"', 'name = "WILL"', /levels\.name: /],
  ['an unknown capability', 'capability = "cache"', 'capability = "disk"', /instrument\.16\.capability: /],
  ['a missing unit', 'unit = "{operation}"\n', '', /instrument\.0\.unit: /],
  ['an interval of nothing', 'interval_seconds = 30', 'interval_seconds = 0', /push\.interval_seconds: /],
  ['a topic that is no id', 'id = "push/grpc"', 'id = "push"', /topic\.\d+\.id: /],
  [
    'an instrument twice',
    'name = "kms.active.users"',
    'name = "kms.errors.total"',
    /the file: kms\.errors\.total stands twice/,
  ],
  ['a number twice', 'number = 2\n', 'number = 1\n', /the file: instrument number 1 stands twice/],
  ['a topic twice', 'id = "push/grpc"', 'id = "push/outage"', /the file: push\/outage stands twice/],
];

for (const [what, from, to, message] of REFUSED) {
  test(`refused: ${what}`, () => {
    assert.throws(parseWith(from, to), (error: unknown) => {
      assert.ok(error instanceof ContractError, String(error));
      assert.match(error.message, message);
      assert.match(error.message, /^my\.toml/);
      return true;
    });
  });
}

test('everything that is wrong is said at once', () => {
  const toml = documentedToml().replace('unit = "MUST"', '').replace('name = "MUST"', 'name = "WILL"');
  assert.throws(
    () => parseContract(toml.replace('regrant-counts = true', ''), 'my.toml'),
    /levels\.name.*; line \d+, definitions\.regrant-counts/,
  );
});
