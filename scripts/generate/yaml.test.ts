import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { toYaml, type Yaml } from './yaml.ts';

const VALUES: readonly Yaml[] = [
  { a: 'b', c: 1, d: true, e: undefined },
  {
    text: ['true', 'No', '200', '1.5', 'null', '', ' x', 'a: b', '# c', '{operation}', '/access/{...}', 'y'],
  },
  { list: [{ a: 1, b: ['x', 'y'] }, { a: { b: { c: 'd' } } }], empty: [], nothing: {} },
  { 'service.name': 'a"b\\c\nd', 'a b': '"' },
];

for (const value of VALUES) {
  test(`reads as it was: ${JSON.stringify(value)}`, () => {
    assert.deepEqual(parse(toYaml(value)), JSON.parse(JSON.stringify(value)));
  });
}
