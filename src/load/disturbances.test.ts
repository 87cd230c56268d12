import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { BASE_PROFILE, loadProfile } from '../contract/profiles.ts';
import { NO_FACTS } from '../driver/outlet.ts';
import { Instance } from '../testbed/instance.ts';
import { observe } from '../testbed/observe.ts';
import { referenceTarget } from '../testbed/reference-target.ts';
import { until } from '../testbed/until.ts';
import { conservationOf } from './conservation.ts';
import { disturbanceOf, type Surroundings } from './disturbances.ts';

const PROFILE = { words: 'short', users: 1, stages: [{ seconds: 0.8, users: 1 }] };

/** For a push, on a loaded machine. */
const PATIENCE_MS = 20_000;

const contract = loadProfile(BASE_PROFILE);
let instance: Instance;
let surroundings: Surroundings;

before(async () => {
  instance = await Instance.start({
    ...{ name: 'disturbed', target: referenceTarget(), contract, patienceMs: PATIENCE_MS },
  });
  surroundings = { instance, profile: PROFILE, stack: undefined, hindrance: undefined };
  await until({
    check: () => (instance.exports.length > 0 ? true : undefined),
    subscribe: (listener) => instance.collector.subscribe(listener),
    timeoutMs: PATIENCE_MS,
    describe: () => 'a first export',
  });
});
after(() => instance?.dispose());

const ask = () =>
  instance.outlet().exchange('test', { method: 'GET', path: '/version', route: '/version' }, () => NO_FACTS);

test('a receiver that is restarted three times keeps its address, and nothing that is counted is lost', async () => {
  const restarts = disturbanceOf('collector-restarted', surroundings);
  assert.ok(restarts);
  const { endpoint } = instance.collector;
  await restarts.run(new AbortController().signal);
  await ask();
  await observe(instance, { final: true });
  const incident = await restarts.incident();
  assert.ok(incident.fault === 'collector-restarted' && incident.what === 'receiver');
  assert.equal(incident.times, 3);
  assert.ok(incident.before > 0 && incident.after > 0, JSON.stringify(incident));
  assert.equal(instance.collector.endpoint, endpoint);
  const { balances } = conservationOf(instance.records, contract, true);
  assert.deepEqual(
    balances.filter(({ isKept }) => !isKept).map((balance) => balance.instrument),
    [],
  );
});

test('a receiver that was away returns with the end of the load, and is told missed only if somebody came', async () => {
  const away = disturbanceOf('receiver-down', { ...surroundings, profile: HOUR });
  assert.ok(away);
  await away.run(AbortSignal.timeout(1));
  assert.deepEqual(await away.incident(), { fault: 'receiver-down', seconds: 0, wasMissed: false });
});

const HOUR = { words: 'long', users: 1, stages: [{ seconds: 3600, users: 1 }] };

test('what is inside of the KMS needs a KMS that was started with it', () => {
  assert.throws(() => disturbanceOf('slow-disk', surroundings), /was started without it/);
  assert.equal(disturbanceOf(undefined, surroundings), undefined);
});
