import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { documented } from '../../src/contract/contract.fixture.ts';
import { SILENT } from '../../src/testbed/progress.ts';
import { referenceTarget } from '../../src/testbed/reference-target.ts';
import { run } from '../../src/testbed/run.ts';
import type { Target } from '../../src/testbed/target.ts';

const SERVER = fileURLToPath(new URL('server.ts', import.meta.url));
const contract = documented();
const NAMES = contract.instruments.map(({ name }) => name).join(',');

/** Nobody waits long for what never comes. */
const NEVER_READY_MS = 1500;
const READY_MS = 20_000;
const PATIENCE_MS = 200;

/** None of them listens for TLS: each scenario over it would only wait for an answer in vain. */
const OVER_TLS = 'socket';

const nullTarget = (kind: string, timeoutMs: number): Target => {
  const target = referenceTarget([SERVER, kind, NAMES]);
  const capabilities = new Set([...target.claims.capabilities].filter((claim) => claim !== OVER_TLS));
  return {
    ...target,
    claims: { ...target.claims, capabilities },
    ready: { ...target.ready, timeoutMs },
    stopGraceMs: 500,
  };
};

/** One check of each way of coming to a verdict: by values, by definitions, by the stream, and by scenarios. */
const CHECKS = [
  ...['kms.errors.total/*', 'kms.server.uptime/*', 'data-model/*', 'origin/*', 'catalogue/*', 'invariant/*'],
  ...['push/grpc', 'closed-world/*', 'exposure/*', 'configuration/environment'],
];

const judged = (kind: string, readyMs = READY_MS) =>
  run({
    ...{ contract, target: nullTarget(kind, readyMs), fast: true, checks: CHECKS, progress: SILENT },
    patienceMs: PATIENCE_MS,
  });

const NO_ANSWER = /did not answer within 1\.5 s/;

for (const kind of ['nobody', 'silent']) {
  test(`${kind}: there is no run without an answer`, () =>
    assert.rejects(judged(kind, NEVER_READY_MS), NO_ANSWER));
}

/** What it is called by, in the words of some finding or reason. */
const CALLED: Readonly<Record<string, RegExp>> = {
  'answers-ok': /0 exports so far|is no KMIP|answered with/,
  'serves-metrics': /metrics are exposed/,
  'empty-exports': /an export came without a resource/,
  'foreign-metrics': /"shop\.orders\.total" is exported as well/,
  'all-zero': /must be a histogram, but is exported as counter|must have the unit/,
  'otlp-http': /http1 POST \/v1\/metrics/,
};

describe('no check passes, and each is told for what it is', { concurrency: true }, () => {
  for (const [kind, words] of Object.entries(CALLED)) test(kind, () => assertNull(kind, words));
});

async function assertNull(kind: string, words: RegExp): Promise<void> {
  const { results } = await judged(kind);
  const passed = results.filter(({ state }) => state === 'passed').map(({ check }) => check.id);
  const texts = results.flatMap(({ findings, reason = '' }) => [
    reason,
    ...findings.map(({ message }) => message),
  ]);
  assert.deepEqual(passed, []);
  assert.ok(
    texts.some((text) => words.test(text)),
    [...new Set(texts)].slice(0, 12).join('\n'),
  );
}
