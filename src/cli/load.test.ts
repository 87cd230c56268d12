import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { cli } from './cli.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'kms-conformance-load-'));
after(() => rmSync(folder, { recursive: true }));

/** In the place of k6: sends one kind of request so many times, and says how often. */
function k6Of(name: string, sends: number, says: number): string {
  const file = join(folder, name);
  writeFileSync(
    file,
    `#!${process.execPath}
const { readFileSync, writeFileSync } = require('node:fs');
const argument = (name) => process.argv[process.argv.indexOf(name) + 1];
const plan = JSON.parse(readFileSync(argument('--env').replace('PLAN=', ''), 'utf8'));
const [{ requests: [request] }] = plan.activities.filter(({ name }) => name === 'hash');
(async () => {
  const startedAt = performance.now();
  for (let sent = 0; sent < ${sends}; sent += 1) {
    const answer = await fetch(request.url, { method: 'POST', headers: request.headers, body: request.body });
    if (answer.status !== request.outcomes[0].answer.status) throw new Error(await answer.text());
  }
  const waited = performance.now() - startedAt;
  const { answered, waitedMs } = request.outcomes[0].counters;
  const metrics = { [answered]: { count: ${says} }, [waitedMs]: { count: waited } };
  writeFileSync(argument('--summary-export'), JSON.stringify({ metrics }));
})();
`,
    { mode: 0o755 },
  );
  return file;
}

const CASES = [
  {
    what: 'what was sent was counted',
    args: [],
    env: { K6: k6Of('honest', 40, 40) },
    code: 0,
    says: /^load: \d+ passed, 0 failed, 0 not testable; 16 of 16 instruments balance$/m,
  },
  {
    what: 'one more was sent than was counted',
    args: [],
    env: { K6: k6Of('liar', 40, 41) },
    code: 1,
    says: /kms\.kmip\.operations\.total must stand at \d+, but stands at \d+ \(1 too few\)/,
  },
  {
    what: 'a k6 that fails',
    args: [],
    env: { K6: '/bin/false' },
    code: 2,
    says: /^k6 ended with 1; its last lines:/m,
  },
  { what: 'no k6', args: [], env: { K6: join(folder, 'none') }, code: 2, says: /K6=\S+ is no program/ },
  {
    what: 'limits that load cannot keep to',
    args: ['--production-safe'],
    env: {},
    code: 2,
    says: /leave --production-safe away/,
  },
  {
    what: 'a place that cannot be written',
    args: ['--json', '/dev/null/report.json'],
    env: { K6: '/bin/false' },
    code: 2,
    says: /^--json: \/dev\/null\/report\.json cannot be written/m,
  },
  {
    what: 'a load that is over before its fault',
    args: ['--fault', 'slow-disk'],
    env: { K6: k6Of('early', 40, 40) },
    code: 1,
    says: /broken: {2}not testable: nothing was written while the disk was slow/,
  },
  {
    what: 'a fault inside of a KMS that is not the reference',
    args: ['--fault', 'hsm-errors', '--target', 'url:http://127.0.0.1:1'],
    env: { K6: '/bin/false' },
    code: 2,
    says: /^--fault hsm-errors is not testable on this target/m,
  },
  {
    what: 'a kill whose traces stay in Prometheus',
    args: ['--fault', 'kms-killed', '--stack', 'containers'],
    env: { K6: '/bin/false' },
    code: 2,
    says: /^--fault kms-killed is not testable with --stack/m,
  },
  {
    what: 'a report of k6 where there is none',
    args: ['--over', 'socket', '--html', 'report.html'],
    env: {},
    code: 2,
    says: /^--html is the report of k6/m,
  },
] as const;

describe('load, from outside', { concurrency: 2 }, () => {
  for (const { what, args, env, code, says } of CASES)
    test(`${what}: exit code ${code}`, async () => {
      const ended = await cli(['load', ...args], env);
      assert.equal(ended.code, code, ended.out + ended.err);
      assert.match(ended.out + ended.err, says);
    });
});
