import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { NotTested, settingsOf, UsageError } from './settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'e2e-settings-'));
after(() => rmSync(folder, { recursive: true }));

const EXPECTED = { fromUnixMs: 1, toUnixMs: 2, job: 'kms', screens: { 'kms-kmip': { Errors: '0' } } };
const fileOf = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};
const good = fileOf('good.json', JSON.stringify(EXPECTED));
const password = fileOf('password', 'hunter2\n');

test('what is not said has a default; what is said on the command line wins', () => {
  assert.deepEqual(settingsOf(['--expected', good], { GRAFANA_URL: 'http://localhost:3000/' }), {
    grafanaUrl: 'http://localhost:3000',
    user: 'admin',
    password: 'admin',
    expectation: EXPECTED,
    reports: 'reports/grafana',
  });
  const settings = settingsOf(
    ['--grafana-url', 'https://grafana.test/g', '--expected', good, '--password-file', password],
    { GRAFANA_URL: 'http://localhost:3000', GRAFANA_USER: 'viewer', GRAFANA_PASSWORD: 'x' },
  );
  assert.ok(typeof settings === 'object');
  assert.equal(settings.grafanaUrl, 'https://grafana.test/g');
  assert.equal(settings.user, 'viewer');
  assert.equal(settings.password, 'hunter2');
});

test('without a Grafana nothing is tested, and that is said', () => {
  assert.throws(() => settingsOf(['--expected', good], {}), NotTested);
});

const WRONG: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['an unknown option', ['--grafana', 'x'], /Unknown option '--grafana'/],
  ['no URL', ['--grafana-url', 'localhost'], /no http or https URL/],
  ['nothing expected', ['--grafana-url', 'http://localhost'], /nothing is expected/],
  ['no file', ['--grafana-url', 'http://localhost', '--expected', '/nowhere'], /cannot be read/],
  ['no JSON', ['--grafana-url', 'http://localhost', '--expected', password], /is no JSON/],
  [
    'times the wrong way round',
    [
      ...['--grafana-url', 'http://localhost', '--expected'],
      fileOf('round.json', JSON.stringify({ ...EXPECTED, toUnixMs: 1 })),
    ],
    /fromUnixMs must be before/,
  ],
];

for (const [what, args, message] of WRONG)
  test(`${what} is a usage error`, () => {
    assert.throws(
      () => settingsOf(args, {}),
      (error) => error instanceof UsageError && message.test(error.message),
    );
  });
