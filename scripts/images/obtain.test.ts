import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ImageName } from '../../src/testbed/stack/images.ts';
import type { Engine } from './engine.ts';
import { type Builders, environmentLines, obtainImages } from './obtain.ts';

/** A registry and an engine that have these images, and builders that always succeed. */
function world({ has = [], pulls = {}, current = false }: World) {
  const done: string[] = [];
  const engine: Engine = {
    has: async (image) => has.includes(image),
    label: async () => undefined,
    pull: async (image) => {
      done.push(`pull ${image}`);
      return image in pulls ? pulls[image] : 'dial tcp: no such host';
    },
    build: async () => undefined,
  };
  const builders: Builders = {
    layout: async (name) => void done.push(`build ${name}`),
    kms: async () => void done.push('build kms'),
    isCurrent: async () => current,
  };
  const obtain = (names: readonly ImageName[], env: Record<string, string> = {}, pull = true) =>
    obtainImages(names, engine, builders, { progress: () => undefined, env, pull });
  return { done, obtain };
}

interface World {
  readonly has?: readonly string[];
  /** Image -> undefined = it can be pulled, else why not. */
  readonly pulls?: Readonly<Record<string, string | undefined>>;
  readonly current?: boolean;
}

const K6 = 'grafana/k6:1.8.1';

test('an image that the environment names is neither pulled nor built', async () => {
  const { done, obtain } = world({});
  const [k6] = await obtain(['k6'], { K6_IMAGE: 'mirror/k6' });
  assert.equal(k6?.chosen?.image, 'mirror/k6');
  assert.deepEqual(done, []);
});

test('the official image at hand is taken', async () => {
  const { done, obtain } = world({ has: [K6] });
  assert.deepEqual((await obtain(['k6']))[0]?.chosen, { image: K6, from: 'official' });
  assert.deepEqual(done, []);
});

test('what was built from the recipe of today is not built again', async () => {
  const { done, obtain } = world({ current: true });
  assert.equal((await obtain(['k6']))[0]?.chosen?.from, 'built');
  assert.deepEqual(done, []);
});

test('the official image is pulled before anything is built', async () => {
  const { done, obtain } = world({ pulls: { [K6]: undefined } });
  assert.equal((await obtain(['k6']))[0]?.chosen?.from, 'official');
  assert.deepEqual(done, [`pull ${K6}`]);
});

test('a registry that is out of reach is asked once, and what can be built is built', async () => {
  const { done, obtain } = world({});
  const obtained = await obtain(['jaeger', 'k6']);
  assert.deepEqual(
    obtained.map(({ chosen }) => chosen?.from),
    ['built', 'built'],
  );
  assert.deepEqual(done, ['pull jaegertracing/jaeger:2.20.0', 'build jaeger', 'build k6']);
});

test('an image that the registry has not says nothing about the next one', async () => {
  const { done, obtain } = world({
    pulls: { 'jaegertracing/jaeger:2.20.0': 'manifest unknown', [K6]: undefined },
  });
  await obtain(['jaeger', 'k6']);
  assert.deepEqual(done, ['pull jaegertracing/jaeger:2.20.0', 'build jaeger', `pull ${K6}`]);
});

test('without pulling, the registry is not asked', async () => {
  const { done, obtain } = world({});
  await obtain(['k6'], {}, false);
  assert.deepEqual(done, ['build k6']);
});

test('Grafana cannot be built: one line says what to do', async () => {
  const { done, obtain } = world({});
  const [grafana] = await obtain(['grafana', 'kms']);
  assert.equal(grafana?.chosen, undefined);
  assert.match(grafana?.reason ?? '', /cannot be built here: name an image .* in GRAFANA_IMAGE/);
  assert.deepEqual(done, ['pull grafana/grafana:13.2.2', 'build kms']);
});

test('the environment names what there is', async () => {
  const { obtain } = world({});
  assert.deepEqual(environmentLines(await obtain(['grafana', 'kms'])), [
    'KMS_IMAGE=kms-otlp-testbed/kms:local',
  ]);
});
