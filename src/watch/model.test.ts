import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checksOf } from '../contract/checks.ts';
import { exercised, finding } from '../judge/finding.ts';
import { exportOf, numberPoint, soundRecord } from '../judge/record.fixture.ts';
import { resultsOf } from '../judge/verdict.ts';
import { at } from '../ledger/entries.fixture.ts';
import type { Export } from '../otlp/export.ts';
import type { Metric } from '../otlp/model.ts';
import { redactor } from '../report/redact.ts';
import { MAX_CHANGES, MAX_IDENTITY, MAX_SERIES, MAX_TEXT } from './limits.ts';
import { EVERYTHING, type Model } from './model.ts';
import { CONTRACT, modelOf, taken, usersExport } from './watch.fixture.ts';

const PER_USER = 'kms.kmip.operations.per_user.total';
const KIND = `${PER_USER}/kind`;
const UNIT = `${PER_USER}/unit`;

const checkIn = (model: Model, id: string) => model.since(EVERYTHING).checks.find((row) => row.id === id);
const linesOf = (model: Model, revision = EVERYTHING) =>
  model.since(revision).changes.map(({ text }) => text);

test('at first every documented instrument is missing and no check is judged', () => {
  const { whole, facts, instruments, series, checks, changes } = modelOf().since(EVERYTHING);
  assert.equal(whole, true);
  assert.deepEqual([facts.documented, facts.documentedSeen, facts.exports], [18, 0, 0]);
  assert.equal(instruments.length, 18);
  assert.deepEqual(new Set(checks.map(({ look }) => look)), new Set(['aside']));
  assert.deepEqual([series, changes], [[], []]);
});

test('a sound KMS: instruments arrive, series move, nothing is found', () => {
  const model = modelOf();
  for (const received of soundRecord().exports) taken(model, received);
  const { facts, checks, series, values } = model.since(EVERYTHING);
  assert.equal(facts.documentedSeen, 18);
  assert.equal(facts.series, series.length);
  assert.equal(values.length, series.length);
  assert.deepEqual(
    checks.filter(({ look }) => look === 'failed'),
    [],
  );
  assert.equal(checkIn(model, 'kms.errors.total/unit')?.words, 'nothing found so far');
  assert.equal(checkIn(model, 'kms.errors.total/value')?.look, 'aside');
});

test('value, rate and time of a series', () => {
  const model = modelOf();
  taken(
    model,
    usersExport(10, 1, () => 4n),
  );
  taken(
    model,
    usersExport(12, 1, () => 9n),
  );
  const { series, values, instruments } = model.since(EVERYTHING);
  assert.deepEqual(series, [[1, 'kms-0', PER_USER, 'operation="Get", user="user-0"']]);
  assert.deepEqual(values, [[1, '9', 2.5, at(12.005)]]);
  assert.equal(instruments.find(({ name }) => name === PER_USER)?.total, '9');
});

test('only what has changed is told, and what stands still is told once', () => {
  const model = modelOf();
  const counts = [10_000, 3, 3, 0, 0].map((moving, seconds) => {
    const { revision } = model;
    taken(
      model,
      usersExport(seconds + 1, 10_000, (index) => (index < moving ? BigInt(seconds + 1) : 1n)),
    );
    const { series, values } = model.since(revision);
    return [series.length, values.length];
  });
  assert.deepEqual(counts, [
    [10_000, 10_000],
    // All rates are known now.
    [0, 10_000],
    [0, 3],
    // Back to 1: a fall.
    [0, 3],
    // And the rate is 0 again.
    [0, 3],
  ]);
  assert.deepEqual(model.since(model.revision).values, []);
});

test('a wrong unit turns red, stays red, and is forgotten when the KMS starts anew', () => {
  const model = modelOf();
  const uptime = (seconds: number, value: bigint): Metric => ({
    name: 'kms.server.uptime',
    description: 'Uptime',
    unit: 's',
    metadata: [],
    data: {
      kind: 'sum',
      temporality: 'cumulative',
      isMonotonic: true,
      points: [numberPoint(value, seconds)],
    },
  });
  const users = (seconds: number, unit: string) =>
    usersExport(seconds, 1, () => 1n, unit).request.resourceMetrics[0]?.scopeMetrics[0]?.metrics ?? [];
  const push = (seconds: number, up: bigint, unit: string) =>
    taken(model, exportOf([uptime(seconds, up), ...users(seconds, unit)], seconds));
  push(1, 1n, 'ops');
  assert.equal(checkIn(model, UNIT)?.words, 'failed, reported, does not count');
  assert.match(checkIn(model, UNIT)?.findings[0] ?? '', /must have the unit "\{operation\}", but has "ops"/);
  push(2, 2n, '{operation}');
  assert.equal(checkIn(model, UNIT)?.words, 'failed, reported, does not count');
  const { revision } = model;
  push(3, 0n, '{operation}');
  assert.equal(checkIn(model, UNIT)?.look, 'passed');
  const { whole, facts, series } = model.since(revision);
  assert.deepEqual([whole, facts.restarts, series.length], [true, 1, 2]);
  assert.ok(linesOf(model).includes('the KMS has started anew: what was found before is forgotten'));
});

test('a wrong way is counted, said and a finding', () => {
  const model = modelOf();
  model.take({ kind: 'wrong-way', atUnixMs: at(1), words: 'tls ClientHello' });
  assert.equal(model.facts.wrongWays, 1);
  assert.equal(checkIn(model, 'push/grpc')?.look, 'failed');
  assert.match(linesOf(model)[0] ?? '', /another way than OTLP\/gRPC in clear text: tls ClientHello/);
});

test('exports per minute fall as time passes, and that is a change', () => {
  const model = modelOf();
  for (const seconds of [0, 10, 59])
    taken(
      model,
      usersExport(seconds, 1, () => 1n),
    );
  assert.equal(model.facts.exportsPerMinute, 3);
  const { revision } = model;
  model.take({ kind: 'tick', atUnixMs: at(59.5) });
  assert.equal(model.revision, revision);
  model.take({ kind: 'tick', atUnixMs: at(75) });
  assert.deepEqual([model.facts.exportsPerMinute, model.revision], [1, revision + 1]);
});

test('in a run, a source that speaks again replaces what it said, and others stand', () => {
  const model = modelOf('run');
  const say = (source: string, ...rulings: ReturnType<typeof exercised>[]) =>
    model.take({ kind: 'rulings', atUnixMs: at(1), source, rulings });
  const stands = () => [checkIn(model, KIND)?.look, checkIn(model, KIND)?.words];
  say('main', exercised(KIND));
  assert.deepEqual(stands(), ['passed', 'passed so far']);
  say('other', finding(KIND, 'wrong kind'));
  assert.deepEqual(stands(), ['failed', 'failed']);
  say('other', exercised(KIND));
  assert.deepEqual(stands(), ['passed', 'passed so far']);
  say('other');
  say('main');
  assert.deepEqual(stands(), ['aside', 'not judged yet']);
  assert.deepEqual(linesOf(model), [
    `${PER_USER} (kind): passed so far`,
    `${KIND} failed: wrong kind`,
    `${PER_USER} (kind): passed so far`,
  ]);
});

test('a run: plan, scenarios, and the results as the last word', () => {
  const model = modelOf('run');
  const checks = checksOf(CONTRACT);
  model.take({
    kind: 'plan',
    atUnixMs: at(0),
    checks,
    exclusions: new Map([['push/cadence', { state: 'not-run', reason: 'left out by --fast' }]]),
    scenarios: ['a', 'b'],
  });
  assert.deepEqual(checkIn(model, 'push/cadence')?.words, 'not run');
  model.take({ kind: 'scenario', atUnixMs: at(1), name: 'a', state: 'waiting' });
  model.take({ kind: 'scenario', atUnixMs: at(2), name: 'b', state: 'failed', error: 'no answer' });
  assert.deepEqual(model.facts.scenarios, { planned: 0, driving: 0, waiting: 1, ended: 0, failed: 1 });
  const results = resultsOf(checks, [finding(KIND, 'wrong kind')], new Map(), true);
  model.take({ kind: 'results', atUnixMs: at(3), results, verdict: 'not conform' });
  assert.equal(checkIn(model, KIND)?.look, 'failed');
  assert.equal(checkIn(model, 'push/grpc')?.words, 'not testable');
  assert.equal(model.facts.verdict, 'not conform');
  assert.equal(linesOf(model).at(-1), 'the run has ended: not conform');
});

test('of series that are left out so many are told apart; then there may be more', () => {
  const model = modelOf('run');
  for (const more of [MAX_SERIES - 1, MAX_SERIES + 5]) {
    taken(
      model,
      usersExport(1, MAX_SERIES + more, () => 1n),
    );
    const { facts, series, values } = model.since(EVERYTHING);
    assert.deepEqual([series.length, values.length], [MAX_SERIES, MAX_SERIES]);
    assert.deepEqual(
      [facts.seriesLeftOut, facts.leavesOutMore],
      [Math.min(more, MAX_SERIES), more > MAX_SERIES],
    );
  }
});

test('memory is bounded: series, identities, texts and lines', () => {
  const model = modelOf('run');
  taken(
    model,
    usersExport(1, MAX_SERIES + 7, () => 1n),
  );
  assert.deepEqual([model.facts.series, model.facts.seriesLeftOut], [MAX_SERIES, 7]);
  const metric = (key: string): Metric => ({
    name: 'kms.errors.total',
    description: '',
    unit: 'x',
    metadata: [],
    data: {
      kind: 'sum',
      temporality: 'cumulative',
      isMonotonic: true,
      points: [numberPoint(1n, 1, { error_type: key })],
    },
  });
  const other = modelOf();
  taken(other, exportOf([metric('x'.repeat(MAX_IDENTITY)), metric('y'.repeat(MAX_IDENTITY / 2))], 1));
  assert.deepEqual([other.facts.series, other.facts.seriesLeftOut], [1, 1]);
  assert.ok((other.since(EVERYTHING).series[0]?.[3].length ?? 0) <= MAX_TEXT + 4);
  for (let line = 0; line < 2 * MAX_CHANGES; line += 1)
    other.take({ kind: 'refused', atUnixMs: at(1), words: `${line}` });
  const changes = other.since(EVERYTHING).changes;
  assert.deepEqual([changes.length, changes.at(-1)?.text], [MAX_CHANGES, `${2 * MAX_CHANGES - 1}`]);
});

test('secrets and what would be obeyed are taken out of everything, in whatever it comes', () => {
  const secret = 'token-of-alice-0123456789';
  const model = modelOf('stream', redactor([secret]));
  const text = `\u001b[2J${secret}\n\u202e`;
  const received = usersExport(1, 1, () => 1n);
  const resource = received.request.resourceMetrics[0];
  const [metric] = resource?.scopeMetrics[0]?.metrics ?? [];
  assert.ok(metric);
  const hostile = {
    ...metric,
    unit: text,
    data: { ...metric.data, points: [numberPoint(1n, 1, { [text]: text })] },
  } as Metric;
  taken(model, exportOf([{ ...hostile, name: text }, hostile], 1));
  model.take({ kind: 'wrong-way', atUnixMs: at(1), words: text });
  model.take({ kind: 'refused', atUnixMs: at(1), words: text });
  model.take({ kind: 'scenario', atUnixMs: at(1), name: text, state: 'failed', error: text });
  const told = JSON.stringify(model.since(EVERYTHING));
  assert.ok(told.includes('(redacted)'));
  assert.ok(!told.includes(secret));
  const texts: string[] = [];
  JSON.parse(told, (_, value) => (typeof value === 'string' ? texts.push(value) : value));
  for (const one of texts) assert.doesNotMatch(one, /[\p{Cc}\u202e]/u);
});

const UP = 'kms.server.uptime';

/** One export of so many instances, each with one operation counter; the unit of one is wrong. */
const ofInstances = (seconds: number, count: number, wrong?: number): Export => {
  const one = usersExport(seconds, 1, () => BigInt(seconds));
  const resources = Array.from({ length: count }, (_, index) => {
    const { request } = index === wrong ? usersExport(seconds, 1, () => 1n, 'ms') : one;
    return request.resourceMetrics.map((resource) => ({
      ...resource,
      attributes: [{ key: 'service.instance.id', value: `kms-${index}` }],
    }));
  });
  return { ...one, request: { resourceMetrics: resources.flat() } };
};

test('a thousand instances behind one Collector are judged each apart', () => {
  const model = modelOf();
  taken(model, ofInstances(10, 1000, 7));
  taken(model, ofInstances(40, 1000, 7));
  const { facts, series } = model.since(EVERYTHING);
  assert.equal(facts.instances, 1000);
  assert.equal(facts.series, 1000);
  assert.equal(new Set(series.map(([, instance]) => instance)).size, 1000);
  const { findings = [] } = checkIn(model, UNIT) ?? {};
  assert.equal(findings.length, 1);
  assert.match(findings[0] ?? '', /^kms-7: /);
});

test('an instance that starts anew takes nothing from the others', () => {
  const model = modelOf();
  const at = (seconds: number, uptime: bigint, index: number) => {
    const metrics = [
      {
        name: UP,
        description: '',
        unit: 's',
        metadata: [],
        data: {
          kind: 'sum',
          temporality: 'cumulative',
          isMonotonic: true,
          points: [numberPoint(uptime, seconds)],
        },
      },
    ] as const;
    const { request, ...rest } = exportOf(metrics, seconds);
    return {
      ...rest,
      request: {
        resourceMetrics: request.resourceMetrics.map((one) => ({
          ...one,
          attributes: [{ key: 'service.instance.id', value: `kms-${index}` }],
        })),
      },
    };
  };
  for (const [seconds, uptime, index] of [
    [10, 10n, 0],
    [10, 10n, 1],
    [40, 40n, 0],
    [41, 1n, 1],
  ] as const)
    taken(model, at(seconds, uptime, index));
  const { facts, series } = model.since(EVERYTHING);
  assert.equal(facts.restarts, 1);
  assert.deepEqual(series.map(([, instance]) => instance).toSorted(), ['kms-0', 'kms-1']);
});
