import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { loadProfile, profiles } from '../../src/contract/profiles.ts';
import { registryOf } from './registry.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../fixtures/schemas/semconv.schema.json', import.meta.url), 'utf8'),
) as { readonly $id: string };

/** Not strict: the published schema has a slip of its own ("#ref" for "$ref"), which is an unknown keyword. */
const ajv = new Ajv2020({ strict: false, allErrors: true }).addSchema(schema);

const validatorOf = (definition: string): ValidateFunction => {
  const validate = ajv.getSchema(`${schema.$id}${definition}`);
  assert.ok(validate !== undefined, definition);
  return validate;
};
const whole = validatorOf('');
/** The whole schema takes any group that fits any of its kinds: each is held to its own. */
const OF_TYPE: Readonly<Record<string, ValidateFunction>> = {
  metric: validatorOf('#/$defs/MetricSemanticConvention'),
  entity: validatorOf('#/$defs/EntitySemanticConvention'),
  attribute_group: validatorOf('#/$defs/SemanticConventionBase'),
};

interface Group {
  readonly id: string;
  readonly type: string;
  readonly metric_name?: string;
  readonly instrument?: string;
  readonly attributes: readonly { readonly id?: string; readonly ref?: string }[];
}

const groupsOf = (profile: string): readonly Group[] =>
  [...registryOf(loadProfile(profile))]
    .filter(([name]) => name !== 'manifest.yaml')
    .flatMap(([, text]) => (parse(text) as { readonly groups: readonly Group[] }).groups);

for (const profile of profiles()) {
  test(`the registry of ${profile} fits the published schema`, () => {
    for (const [name, text] of registryOf(loadProfile(profile))) {
      if (name === 'manifest.yaml') continue;
      assert.ok(whole(parse(text)), JSON.stringify(whole.errors));
    }
    for (const group of groupsOf(profile)) {
      const validate = OF_TYPE[group.type];
      assert.ok(validate?.(group), `${group.id}: ${JSON.stringify(validate?.errors)}`);
    }
  });

  test(`the registry of ${profile} defines every attribute once, and all that is referred to`, () => {
    const attributes = groupsOf(profile).flatMap((group) => group.attributes);
    const defined = attributes.flatMap(({ id }) => id ?? []);
    assert.deepEqual(defined.length, new Set(defined).size);
    for (const { ref } of attributes) assert.ok(ref === undefined || defined.includes(ref), ref);
  });

  test(`the registry of ${profile} has the eighteen in its kinds`, () => {
    const { instruments } = loadProfile(profile);
    const metrics = groupsOf(profile).filter(({ type }) => type === 'metric');
    assert.deepEqual(
      metrics.map(({ metric_name, instrument }) => [metric_name, instrument]),
      instruments.map(({ name, kind }) => [name, kind.replaceAll('-', '')]),
    );
  });

  test(`the manifest of ${profile} names a version`, () => {
    const manifest = parse(registryOf(loadProfile(profile)).get('manifest.yaml') ?? '') as {
      readonly schema_url: string;
    };
    assert.match(manifest.schema_url, new RegExp(`/${profile}/\\d+\\.\\d+\\.\\d+$`));
  });
}

test('the schema tells a wrong registry', () => {
  const [metric] = groupsOf('documented').filter(({ type }) => type === 'metric');
  assert.equal(whole({ groups: [], unknown: [] }), false);
  assert.equal(OF_TYPE.metric?.({ ...metric, instrument: 'up_down_counter' }), false);
  assert.equal(OF_TYPE.metric?.({ ...metric, stability: 'frozen' }), false);
});
