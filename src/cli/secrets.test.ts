import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checksOf } from '../contract/checks.ts';
import { documented } from '../contract/contract.fixture.ts';
import { epochsOf } from '../judge/evidence/epochs.ts';
import { evidenceFor } from '../judge/evidence/finding.ts';
import { judgeInstances } from '../judge/judge.ts';
import { soundRecord } from '../judge/record.fixture.ts';
import type { EpochRecord } from '../judge/record.ts';
import { resultsOf } from '../judge/verdict.ts';
import type { Metric, MetricData } from '../otlp/model.ts';
import { badgeJson, badgeSvg } from '../report/badge.ts';
import { buildReport } from '../report/build.ts';
import { htmlReport } from '../report/html/page.ts';
import { jsonReport } from '../report/json.ts';
import { junitReport } from '../report/junit.ts';
import { markdownReport } from '../report/markdown.ts';
import { type Redact, redactor } from '../report/redact.ts';
import { PLAIN } from '../report/style.ts';
import { terminalReport } from '../report/terminal.ts';
import { tokenOf } from '../testbed/credentials.ts';
import { keepSecret, knownSecrets } from '../testbed/secrets.ts';
import { cleaner } from '../watch/clean.ts';
import { EVERYTHING, Model } from '../watch/model.ts';

const TOKEN = tokenOf('alice');
const PIN = keepSecret(`pin-${crypto.randomUUID()}`);
const KEY = keepSecret(
  `-----BEGIN PRIVATE KEY-----\n${Buffer.from(crypto.randomUUID().repeat(3)).toString('base64').slice(0, 64)}\n-----END PRIVATE KEY-----\n`,
);
const SECRETS = [TOKEN, PIN, KEY.split('\n')[1] ?? ''];

/** As it is, in hexadecimal, and in base64 at each of the three places where it may begin: what never changes of it. */
const tracesOf = (secret: string): readonly string[] => [
  secret,
  Buffer.from(secret).toString('hex'),
  ...[0, 1, 2].map((before) =>
    Buffer.from(`${'x'.repeat(before)}${secret}`)
      .toString('base64')
      .slice(4, -4),
  ),
];
const TRACES = SECRETS.flatMap(tracesOf);

/** What a careless KMS would put into a label. */
const LEAK = SECRETS.flatMap((secret) => [
  secret,
  Buffer.from(secret).toString('hex'),
  ...['', 'a', 'ab'].map((before) => Buffer.from(`${before}${secret} and more`).toString('base64')),
]).join(' ');

const leaking = (metric: Metric): Metric => ({
  ...metric,
  name: metric.name === 'kms.active.users' ? `kms.active.users.${TOKEN}` : metric.name,
  data: {
    ...metric.data,
    points: metric.data.points.map((point) => ({
      ...point,
      attributes: [...point.attributes, { key: 'authorization', value: LEAK }, { key: TOKEN, value: 'x' }],
    })),
  } as MetricData,
});

/** A KMS that puts every secret that it was told into names, keys and values of what it exports. */
function careless(): EpochRecord {
  const record = soundRecord();
  return {
    ...record,
    instance: `Configuration: ${LEAK}`,
    wrongWays: [`GET /metrics with ${LEAK}`],
    exports: record.exports.map((exported) => ({
      ...exported,
      issues: [{ rule: 'unknown-field', path: 'resource_metrics[0]', detail: LEAK }],
      request: {
        resourceMetrics: exported.request.resourceMetrics.map((resource) => ({
          ...resource,
          scopeMetrics: resource.scopeMetrics.map((scope) => ({
            ...scope,
            metrics: scope.metrics.map(leaking),
          })),
        })),
      },
    })),
  };
}

/** What the live page is sent. */
function live(records: readonly EpochRecord[], redact: Redact): string {
  const model = new Model({
    ...{ contract: documented(), startedAtUnixMs: 0, judges: 'stream', strict: true, clean: cleaner(redact) },
  });
  for (const received of records.flatMap(({ exports }) => exports))
    model.take({ kind: 'export', atUnixMs: received.arrivedAtUnixMs, instance: LEAK, received });
  model.take({ kind: 'wrong-way', atUnixMs: 0, words: LEAK });
  model.take({ kind: 'refused', atUnixMs: 0, words: LEAK });
  model.take({ kind: 'scenario', atUnixMs: 0, name: LEAK, state: 'failed', error: LEAK });
  return JSON.stringify(model.since(EVERYTHING));
}

function outputs(redact: Redact): Readonly<Record<string, string>> {
  const contract = documented();
  const records = [careless()];
  const error = { type: 'Error', message: `"creates a key" failed with ${LEAK}` };
  const report = buildReport({
    contract,
    outcome: {
      results: resultsOf(checksOf(contract), judgeInstances([records]), new Map(), true),
      scenarios: [
        {
          scenario: { name: 'Errors: one', location: 'features/errors.feature:3', checks: [] },
          error,
          seconds: 1,
        },
      ],
      verdict: 'not conform',
      problems: [LEAK],
      seed: 'seed',
      startedAtUnixMs: 0,
      seconds: 1,
      waitedSeconds: 0,
    },
    epochs: epochsOf(records),
    evidenceFor: (finding) => evidenceFor(finding, records),
    suite: { name: 'suite', version: '1', commit: undefined },
    target: { name: 'target', version: LEAK },
    commandLine: `kms-conformance run --target 'command:kms --token ${TOKEN} --pin ${PIN}'`,
    strict: true,
    exitCode: 1,
    redact,
  });
  return {
    json: jsonReport(report),
    junit: junitReport(report),
    html: htmlReport(report),
    markdown: markdownReport(report),
    terminal: terminalReport(report, PLAIN).join('\n'),
    badge: badgeJson(report) + badgeSvg(report),
    live: live(records, redact),
  };
}

const found = (text: string): readonly string[] => TRACES.filter((trace) => text.includes(trace));

test('what a KMS was told and repeats everywhere stands in no output, in none of its forms', () => {
  for (const [name, text] of Object.entries(outputs(redactor(knownSecrets()))))
    assert.deepEqual(found(text), [], name);
});

test('the search finds them where they are not taken out', () => {
  const {
    json = '',
    html = '',
    junit = '',
    markdown = '',
    terminal = '',
    live = '',
  } = outputs((text) => text);
  assert.deepEqual(found(json), TRACES);
  for (const text of [html, junit, markdown, terminal, live]) assert.ok(found(text).includes(TOKEN));
});
