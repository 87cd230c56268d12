import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { violationsOf } from './house.ts';
import { PRINTING, ROOMS } from './rooms.ts';

const ROOT = join(import.meta.dirname, '..');

for (const [path, text] of [
  ['src/judge/judge.ts', "import { predict } from '../ledger/predict.ts';"],
  ['src/judge/record.ts', "import type { Export } from '../otlp/export.ts';"],
  ['src/judge/rules/values.ts', "import { judge } from '../judge.ts';"],
  ['src/judge/judge.test.ts', "import { startKms } from '../reference-server/kms.ts';"],
  ['src/otlp/testing/sample.ts', "import { MeterProvider } from '@opentelemetry/sdk-metrics';"],
  ['faults/server/main.ts', "import { serverFaults } from './catalogue.ts';\nprocess.exit(0);"],
  [
    'src/reference-server/main.ts',
    "const { startKms } = await import('./kms.ts');\nprocess.stdout.write('');",
  ],
  ['src/testbed/child.ts', 'this.#process.exitCode; stdout.write(text);'],
] as const) {
  test(`allowed in ${path}: ${text.split('\n').at(-1)}`, () => {
    assert.deepEqual(violationsOf({ path, text }), []);
  });
}

for (const [path, text, violation] of [
  [
    'src/judge/judge.ts',
    "import { a } from './a.ts';\nimport {\n  type Kms,\n  startKms,\n} from '../reference-server/kms.ts';",
    'src/judge/judge.ts:2: imports src/reference-server/kms.ts, but src/judge may import src/contract, src/ledger, src/otlp (types)',
  ],
  [
    'src/judge/judge.ts',
    "import type { Kms } from '../reference-server/kms.ts';",
    'src/judge/judge.ts:1: imports types of src/reference-server/kms.ts, but src/judge may import src/contract, src/ledger, src/otlp (types)',
  ],
  [
    'src/judge/judge.ts',
    "import { decode } from '../otlp/decode.ts';",
    'src/judge/judge.ts:1: imports src/otlp/decode.ts, but src/judge may import src/contract, src/ledger, src/otlp (types)',
  ],
  [
    'src/judge/judge.ts',
    "export * from '../driver/calls.ts';",
    'src/judge/judge.ts:1: imports src/driver/calls.ts, but src/judge may import src/contract, src/ledger, src/otlp (types)',
  ],
  [
    'src/kmip/ttlv.ts',
    "import '../otlp/model.ts';",
    'src/kmip/ttlv.ts:1: imports src/otlp/model.ts, but src/kmip may import no other room',
  ],
  [
    'src/testbed/run.ts',
    "\nconst { startKms } = await import('../reference-server/kms.ts');",
    'src/testbed/run.ts:2: imports src/reference-server/kms.ts, but src/testbed may import src/toml, src/contract, src/kmip, src/otlp, src/ledger, src/judge, src/driver, src/dashboards',
  ],
  [
    'src/reference-server/kms.ts',
    "import { predict } from '../ledger/predict.ts';",
    'src/reference-server/kms.ts:1: imports src/ledger/predict.ts, but src/reference-server may import src/kmip, package.json',
  ],
  [
    'faults/server/store-faults.ts',
    "import { judge } from '../../src/judge/judge.ts';",
    'faults/server/store-faults.ts:1: imports src/judge/judge.ts, but faults/server may import src/reference-server, faults/fault.ts (types)',
  ],
  [
    'src/otlp/decode.ts',
    "import { sample } from './testing/sample.ts';",
    'src/otlp/decode.ts:1: src/otlp/testing/sample.ts is for tests only',
  ],
  [
    'src/otlp/decode.ts',
    "import { ValueType } from '@opentelemetry/api';",
    'src/otlp/decode.ts:1: @opentelemetry/ belongs to src/reference-server, faults/server, not to src/otlp',
  ],
  ['src/new-idea/x.ts', '', 'src/new-idea/x.ts stands in no room; give its folder a row in scripts/rooms.ts'],
] as const) {
  test(`forbidden in ${path}: ${text.split('\n').at(-1)}`, () => {
    assert.deepEqual(violationsOf({ path, text }), [violation]);
  });
}

for (const text of [
  'process.exit(1);',
  "process.stdout.write('');",
  'process.exitCode = 1;',
  'console.log(1);',
]) {
  test(`only some places print or exit: ${text}`, () => {
    const [violation = ''] = violationsOf({ path: 'src/judge/judge.ts', text });
    assert.match(violation, /^src\/judge\/judge\.ts:1: (process|console).* is for src\/cli, .* only$/);
  });
}

test('an import that is computed is refused: nobody could say where it goes', () => {
  const [violation] = violationsOf({ path: 'src/judge/judge.ts', text: 'await import(name);' });
  assert.equal(violation, 'src/judge/judge.ts:1: imports what is computed: write the path as a literal');
});

test('every row of the tables names something that exists', () => {
  const paths = ROOMS.flatMap(({ path, imports }) => [
    path,
    ...imports.map((entry) => entry.split(' ')[0] ?? ''),
  ]);
  for (const path of [...paths, ...PRINTING]) assert.ok(existsSync(join(ROOT, path)), path);
});
