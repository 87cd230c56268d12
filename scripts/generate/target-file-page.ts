import { z } from 'zod';
import { CAPABILITIES } from '../../src/contract/capabilities.ts';
import { checksOf } from '../../src/contract/checks.ts';
import type { Contract } from '../../src/contract/contract.ts';
import { TARGET_FILE_SCHEMA } from '../../src/testbed/targets/target-file.ts';
import { PLACEHOLDERS } from '../../src/testbed/targets/template.ts';
import { code, table } from './markdown.ts';

/** What is read of a JSON schema. */
interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Node[];
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Node | boolean;
}

/** docs/target-file.md: every key, placeholder and capability, as the code knows them. */
export function targetFilePage(contract: Contract): string {
  const { properties = {}, required = [] } = z.toJSONSchema(TARGET_FILE_SCHEMA, {
    io: 'input',
    unrepresentable: 'any',
  }) as Node;
  const tables = Object.entries(properties).filter(([, node]) => node.properties !== undefined);
  const plain = Object.entries(properties).filter(([, node]) => node.properties === undefined);
  return `${[
    INTRODUCTION,
    keyTable(plain, required),
    ...tables
      .filter(([name]) => name !== 'capabilities')
      .flatMap(([name, node]) => [
        `## [${name}]`,
        ...(name === 'production_safe' ? [PRODUCTION] : []),
        keyTable(Object.entries(node.properties ?? {}), node.required ?? []),
        ...userTable(name, node),
      ]),
    '## [capabilities]',
    CAPABILITIES_TEXT,
    capabilityTable(contract, properties.capabilities?.properties ?? {}),
    '## Placeholders',
    PLACEHOLDERS_TEXT,
    table(
      ['placeholder', 'variable', 'stands for'],
      Object.entries(PLACEHOLDERS).map(([name, about]) => [
        code(`{{${name}}}`),
        code(`KMS_CONFORMANCE_${name.toUpperCase()}`),
        about,
      ]),
    ),
  ].join('\n\n')}\n`;
}

const INTRODUCTION = `# The target file

<!-- Generated from the schema by "npm run generate": change src/testbed/targets/target-file.ts, template.ts and
src/contract/capabilities.ts. -->

A TOML file that says what a KMS is, how it is started and what it can do. Those that come with the suite are examples:
targets/*.toml, and [fixtures/stand-in/target.toml](../fixtures/stand-in/target.toml). A key that is not listed here is
an error. Paths in keys that end with \`_file\` count from the folder of the target file; the program of \`command:\` is
looked for as in a shell, from the folder in which the suite runs.`;

const PRODUCTION =
  'Only for `--production-safe`, which needs all four. Nothing is sent that they do not allow, and what was made is taken away again.';

const CAPABILITIES_TEXT = `What is not claimed is not asked for; what is claimed and does not work is a failure. A check whose promise hangs on a
capability is *not applicable* without it. Other checks stay promised: where nothing else is evidence for them, they are
*not testable*, which is no pass; a baseline entry with \`state = "not-testable"\` says so with a reason.`;

const PLACEHOLDERS_TEXT = `In \`target = "command:..."\`, \`arguments\`, \`configuration\` and \`environment\`. \`{{name}}\` stands for the value;
\`{{#name}}...{{/name}}\` keeps what is between only where there is a value, \`{{^name}}...{{/name}}\` only where there is none.
The same values are in the environment of the process, under the names beside them. Of the environment of the suite the
process inherits \`PATH\` and \`HOME\`, and nothing else.`;

const keyTable = (entries: readonly (readonly [string, Node])[], required: readonly string[]): string =>
  table(
    ['key', 'value', 'default', 'says'],
    entries.map(([key, node]) => [
      code(key),
      kindOf(node),
      required.includes(key)
        ? '**must be given**'
        : node.default === undefined
          ? ''
          : code(toml(node.default)),
      node.description ?? '',
    ]),
  );

/** The keys of each table [identities.user.NAME]. */
function userTable(name: string, { properties }: Node): readonly string[] {
  const each = properties?.user?.additionalProperties;
  if (typeof each !== 'object') return [];
  return [`### [${name}.user.alice]`, USER, keyTable(Object.entries(each.properties ?? {}), [])];
}

const USER =
  'The features know alice, bob, carol, dave and erin; who has no table of its own is played by one who has. Secrets stand in files or in the environment, never in the target file.';

function capabilityTable(contract: Contract, keys: Readonly<Record<string, Node>>): string {
  const checks = checksOf(contract);
  const dependent = (name: string): string => {
    const ids = checks.filter(({ capability }) => capability === name).map(({ id }) => id);
    const subjects = new Set(ids.map((id) => (id.startsWith('kms.') ? `${id.split('/')[0]}/*` : id)));
    return [...subjects].map(code).join(', ');
  };
  return table(
    ['key', 'a KMS that claims it', 'does not apply without it'],
    [
      [code('operations'), keys.operations?.description ?? '', ''],
      ...Object.entries(CAPABILITIES).map(([name, about]) => [code(name), about, dependent(name)]),
    ],
  );
}

const kindOf = ({ type, enum: words, anyOf, items }: Node): string => {
  if (words !== undefined) return words.map((word) => code(toml(word))).join(', ');
  if (anyOf !== undefined) return anyOf.map(kindOf).join(' or ');
  if (type === 'array') return `list of ${kindOf(items ?? {})}s`;
  return { string: 'text', object: 'table', boolean: 'true or false' }[type ?? ''] ?? type ?? 'any';
};

const toml = (value: unknown): string =>
  typeof value === 'object' ? '{}' : typeof value === 'string' ? JSON.stringify(value) : String(value);
