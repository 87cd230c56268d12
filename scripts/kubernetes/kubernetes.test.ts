import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readManifests, readOverlay } from './kustomization.ts';
import { type Manifest, wrongWith } from './schemas.ts';
import type { TestRun } from './test-run.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'deploy/kubernetes');
const OVERLAYS = ['base', 'conformance', 'load'];

const files = globSync('*/*.yaml', { cwd: FOLDER }).filter(
  (file) => !/(kustomization|otel-collector-config)\.yaml$/.test(file),
);

for (const file of files)
  test(`${file} is what Kubernetes accepts`, () => {
    const manifests = readManifests(join(FOLDER, file));
    assert.ok(manifests.length > 0);
    for (const manifest of manifests)
      assert.deepEqual(wrongWith(manifest), [], `${manifest.kind} ${manifest.metadata.name}`);
  });

test('every manifest belongs to an overlay, and every overlay has what it names', () => {
  const named = OVERLAYS.flatMap((name) =>
    (readOverlay(join(FOLDER, name)).kustomization.resources ?? []).map((resource) => join(name, resource)),
  );
  assert.deepEqual(
    files.filter((file) => !named.includes(file)),
    [],
  );
});

/** Of what the test reads only. */
interface Workload extends Manifest {
  readonly spec: {
    readonly selector?: { readonly matchLabels?: Record<string, string> } & Record<string, unknown>;
    readonly ports?: readonly { readonly targetPort?: string }[];
    readonly podSelector?: { readonly matchLabels?: Record<string, string> };
    readonly template?: {
      readonly metadata: { readonly labels: Record<string, string> };
      readonly spec: {
        readonly containers: readonly { readonly ports?: readonly { readonly name: string }[] }[];
        readonly volumes?: readonly { readonly configMap?: { readonly name: string } }[];
      };
    };
  };
}

const fits = (labels: Readonly<Record<string, string>>, selector: object): boolean =>
  Object.entries(selector).every(([key, value]) => labels[key] === value);

for (const overlay of OVERLAYS.filter((name) => name !== 'load'))
  test(`${overlay}: services, budgets and policies select pods, ports have names, config maps are made`, () => {
    const { manifests, configMaps, kustomization } = readOverlay(join(FOLDER, overlay));
    const all = manifests as readonly Workload[];
    const pods = all.flatMap(({ spec }) => (spec?.template ? [spec.template] : []));
    for (const { kind, metadata, spec } of all) {
      const selector =
        kind === 'Service' ? spec.selector : (spec?.selector?.matchLabels ?? spec?.podSelector?.matchLabels);
      if (selector === undefined) continue;
      const selected = pods.filter((pod) => fits(pod.metadata.labels, selector));
      assert.ok(selected.length > 0, `${kind} ${metadata.name} selects no pod`);
      const names = selected.flatMap((pod) =>
        pod.spec.containers.flatMap(({ ports = [] }) => ports.map(({ name }) => name)),
      );
      for (const { targetPort } of spec.ports ?? [])
        assert.ok(names.includes(targetPort ?? ''), `${metadata.name} ${targetPort}`);
    }
    for (const pod of pods)
      for (const { configMap } of pod.spec.volumes ?? [])
        if (configMap) assert.ok(configMaps.includes(configMap.name), configMap.name);
    for (const { target } of kustomization.patches ?? [])
      assert.ok(all.some(({ kind, metadata }) => kind === target.kind && metadata.name === target.name));
  });

test('the TestRun runs a script of its config map', () => {
  const { manifests, kustomization } = readOverlay(join(FOLDER, 'load'));
  const testRun = manifests.find(({ kind }) => kind === 'TestRun') as TestRun | undefined;
  const { name, file } = testRun?.spec.script.configMap ?? {};
  assert.deepEqual(kustomization.configMapGenerator, [{ name, files: [file] }]);
});

test('the Collectors have the configuration that docker compose uses', () => {
  const config = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
  assert.equal(
    config('deploy/kubernetes/base/otel-collector-config.yaml'),
    config('otel-collector-config.yaml'),
    'cp otel-collector-config.yaml deploy/kubernetes/base/',
  );
});

const [statefulSet] = readManifests(join(FOLDER, 'base/kms.yaml')).filter(
  ({ kind }) => kind === 'StatefulSet',
);

/** The StatefulSet of the KMS with a change; the schema must see it. */
function changed(edit: (spec: Record<string, unknown>) => void): readonly string[] {
  const copy = structuredClone(statefulSet) as Manifest & { spec: Record<string, unknown> };
  edit(copy.spec);
  return wrongWith(copy);
}

test('an unknown key, a wrong type and a missing key are seen', () => {
  assert.deepEqual(
    changed((spec) => Object.assign(spec, { replicaz: 1 })),
    ['/spec/replicaz is not known'],
  );
  assert.match(
    changed((spec) => Object.assign(spec, { replicas: 'one' })).join(),
    /must be integer|"type":"integer"/,
  );
  assert.match(changed((spec) => delete spec.selector).join(), /"missingProperty":"selector"/);
  const deep = changed((spec) => {
    const template = spec.template as { spec: { containers: Record<string, unknown>[] } };
    Object.assign(template.spec.containers[0] ?? {}, { readinesProbe: {} });
  });
  assert.deepEqual(deep, ['/spec/template/spec/containers/0/readinesProbe is not known']);
});

test('a TestRun with an unknown key is refused, also where Kubernetes defines the part', () => {
  const [testRun] = readManifests(join(FOLDER, 'load/testrun.yaml'));
  const copy = structuredClone(testRun) as Manifest & { spec: { runner: { securityContext: object } } };
  Object.assign(copy.spec.runner.securityContext, { runAsNonRoott: true });
  assert.deepEqual(wrongWith(copy), ['/runAsNonRoott is not known']);
  Object.assign(copy.spec, { paralellism: 2 });
  assert.match(wrongWith(copy).join(), /additional properties.*paralellism/);
});

test('a kind without a schema is no pass', () => {
  assert.match(wrongWith({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' } }).join(), /has no schema/);
});
