import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { chooseImage, STACK_IMAGES, stackImage } from './images.ts';

const none = (): boolean => false;
const has =
  (...images: readonly string[]) =>
  (image: string): boolean =>
    images.includes(image);

test('the environment names the image before anything else', () => {
  const jaeger = stackImage('jaeger');
  assert.deepEqual(
    chooseImage(jaeger, { JAEGER_IMAGE: 'mirror/jaeger:2' }, has(jaeger.official ?? '', jaeger.built ?? '')),
    { image: 'mirror/jaeger:2', from: 'variable' },
  );
});

test('an empty variable names nothing', () => {
  const jaeger = stackImage('jaeger');
  assert.deepEqual(chooseImage(jaeger, { JAEGER_IMAGE: '' }, has(jaeger.built ?? '')), {
    image: jaeger.built,
    from: 'built',
  });
});

test('the official image goes before the one built here', () => {
  const k6 = stackImage('k6');
  assert.equal(chooseImage(k6, {}, has(k6.official ?? '', k6.built ?? ''))?.from, 'official');
});

test('what is not at hand is not chosen', () => {
  for (const image of STACK_IMAGES) assert.equal(chooseImage(image, {}, none), undefined);
});

test('every image is pinned by a version or made here', () => {
  for (const { name, official, built } of STACK_IMAGES) {
    assert.ok(official ?? built, name);
    if (official) assert.match(official, /:v?\d+\.\d+\.\d+$/);
  }
});

test('docker-compose.otel.yml starts the same images and reads the same variables', () => {
  const file = new URL('../../../docker-compose.otel.yml', import.meta.url);
  const { services } = parse(readFileSync(file, 'utf8')) as {
    services: Record<string, { image: string }>;
  };
  for (const [name, { image }] of Object.entries(services)) {
    const known = STACK_IMAGES.find((candidate) => candidate.name === name);
    assert.equal(image, `\${${known?.variable}:-${known?.official ?? known?.built}}`);
  }
});
