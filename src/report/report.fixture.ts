import type { CheckReport, EpochReport, FindingReport, Report } from './report.ts';

/** Unix milliseconds at which the run of the fixture began. */
export const T0 = 1_760_000_000_000;

/** What a hostile KMS may put where text is expected: markup, controls, turned text, the ends of what it stands in. */
export const HOSTILE =
  '</script><img src=x onerror=alert(1)>\u0000\u001b[2J\u202egnp.exe ]]> `code` ```fence | <b>"\'&amp;@everyone\u05d0\u05d1 \ud83d\udd11 \ud800';

export const check = (id: string, more: Partial<CheckReport> = {}): CheckReport => ({
  id,
  level: 'MUST',
  text: `what ${id} promises`,
  source: 'the document',
  state: 'passed',
  weight: 'fine',
  reason: undefined,
  findings: [],
  findingsLeftOut: 0,
  baseline: undefined,
  scenarios: ['Errors: one'],
  ...more,
});

export const finding = (more: Partial<FindingReport> = {}): FindingReport => ({
  message: 'kms.errors.total must stand at 4, but stands at 8 (twice as much)',
  series: undefined,
  expected: '{error_type="A"}  1\n{error_type="B"}  3\nin all  4',
  received: '{error_type="A"}  2\n{error_type="B"}  6\nin all  8',
  nearest: {
    received: 'kms.errors.total, counter, unit {error}, by error_type',
    edit: 'count every event once, not twice',
  },
  epoch: 0,
  scenarios: ['Errors: one', 'Errors: two'],
  requests: [1, 2],
  points: [
    {
      instrument: 'kms.errors.total',
      attributes: { error_type: 'A' },
      startTimeUnixNano: '1760000000000000000',
      timeUnixNano: '1760000002000000000',
      value: '2',
    },
  ],
  ...more,
});

export const epoch = (more: Partial<EpochReport> = {}): EpochReport => ({
  instance: 'main',
  spawnedAtUnixMs: T0,
  stoppedAtUnixMs: undefined,
  requests: [
    request(0.5, 'suite', 'GET /version 200', []),
    request(1, 'Errors: one', 'POST /kmip/2_1 422', ['Get failed: A']),
    request(1.5, 'Errors: two', 'POST /kmip/2_1 422', ['Get failed: B']),
  ],
  requestsLeftOut: 0,
  exports: [
    { arrivedAtUnixMs: T0 + 1000, points: 3, bytes: 100, issues: [] },
    {
      arrivedAtUnixMs: T0 + 2000,
      points: 4,
      bytes: 120,
      issues: ['unknown-field at resource_metrics[0]: 9'],
    },
  ],
  exportsLeftOut: 0,
  observations: [{ exportCount: 2, requestCount: 3 }],
  series: [
    {
      instrument: 'kms.errors.total',
      attributes: { error_type: 'A' },
      points: [
        [T0 + 1000, 0],
        [T0 + 2000, 2],
      ],
      pointsLeftOut: 0,
      predicted: [[T0 + 2000, 1, 1]],
    },
    {
      instrument: 'kms.active.users',
      attributes: {},
      points: [],
      pointsLeftOut: 0,
      predicted: [[T0 + 2000, 1, undefined]],
    },
  ],
  seriesLeftOut: 0,
  ...more,
});

export const request = (seconds: number, scenario: string, way: string, operations: readonly string[]) => ({
  scenario,
  sentAtUnixMs: T0 + seconds * 1000,
  answeredAtUnixMs: T0 + seconds * 1000 + 10,
  way,
  user: operations.length === 0 ? undefined : 'alice',
  operations,
});

/** One of each state, and one of each weight. */
export const CHECKS: readonly CheckReport[] = [
  check('kms.active.users/name'),
  check('kms.active.users/value', { state: 'not-testable', weight: 'breaks', reason: 'nobody came' }),
  check('kms.errors.total/name', { state: 'not-applicable', weight: 'fine', reason: 'no cache' }),
  check('kms.errors.total/unit', {
    level: 'SHOULD',
    state: 'failed',
    weight: 'reported',
    findings: [finding({ message: 'the unit is wrong' })],
  }),
  check('kms.errors.total/value', {
    state: 'failed',
    weight: 'breaks',
    findings: [
      finding(),
      ...['second', 'third', 'fourth'].map((message) => finding({ message, scenarios: [] })),
    ],
  }),
  check('kms.errors.total/time', {
    state: 'failed',
    weight: 'expected',
    findings: [finding({ message: 'the start moves' })],
    baseline: {
      known: 'failing',
      reason: 'a known defect',
      link: 'https://issues.example/1',
      owner: 'alice',
    },
  }),
  check('kms.errors.total/kind', {
    weight: 'stale',
    baseline: { known: 'failing', reason: 'was mended', link: 'https://issues.example/2', owner: undefined },
  }),
  check('push/grpc', { state: 'set-up-error', weight: 'unusable', reason: 'no port' }),
  check('push/cadence', { state: 'not-run', weight: 'partial', reason: 'left out by the selection' }),
  check('restart/epoch', { state: 'not-testable', weight: 'breaks', reason: 'nobody came' }),
];

export const reportOf = (more: Partial<Report> = {}): Report => ({
  schema: 1,
  suite: { name: 'kms-otlp-testbed', version: '0.1.0', commit: '0123456789abcdef' },
  contract: {
    profile: 'documented',
    version: 1,
    hash: 'ab'.repeat(32),
    definitions: { regrantCounts: true },
  },
  target: { name: 'reference', version: '0.1.0' },
  run: {
    commandLine: 'kms-conformance run --fast',
    seed: 'c0ffee00',
    startedAtUnixMs: T0,
    seconds: 12.34,
    waitedSeconds: 4.5,
    strict: true,
  },
  verdict: 'not conform',
  exitCode: 1,
  problems: ['baseline.toml:3: the entry for push/grpc has expired'],
  instruments: [
    { number: 4, name: 'kms.active.users', kind: 'up-down-counter', unit: '{user}', document: 'users' },
    { number: 14, name: 'kms.errors.total', kind: 'counter', unit: '{error}', document: 'errors' },
  ],
  checks: CHECKS,
  scenarios: ['Errors: one', 'Errors: two'].map((name, index) => ({
    name,
    location: `features/errors.feature:${index + 3}`,
    seconds: 1.5,
    error: undefined,
    checks: ['kms.errors.total/value'],
  })),
  epochs: [epoch()],
  completeness: { planned: 9, judged: 8 },
  ...more,
});

/** Hostile text wherever a KMS can put any. */
export const hostileReport = (text = HOSTILE): Report =>
  reportOf({
    target: { name: text, version: text },
    checks: [
      check('kms.errors.total/value', {
        state: 'failed',
        weight: 'breaks',
        reason: text,
        findings: [
          finding({
            message: text,
            series: text,
            expected: text,
            received: `${text}\n${text} more`,
            nearest: { received: text, edit: text },
            scenarios: [text],
            points: [{ ...point, instrument: text, attributes: { [text]: text }, value: text }],
          }),
        ],
      }),
    ],
    scenarios: [{ name: text, location: text, seconds: 1, error: text, checks: [] }],
    epochs: [
      epoch({
        instance: text,
        requests: [0, 1, 2].map((seconds) => request(seconds, text, text, [text])),
        exports: [{ arrivedAtUnixMs: T0 + 1000, points: 1, bytes: 1, issues: [text] }],
        series: [
          {
            instrument: text,
            attributes: { [text]: text },
            points: [[T0, 1]],
            pointsLeftOut: 0,
            predicted: [],
          },
        ],
      }),
    ],
    completeness: { planned: 1, judged: 1 },
  });

const point = {
  startTimeUnixNano: '1',
  timeUnixNano: '2',
};
