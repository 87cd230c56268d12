import { checksOf } from '../../src/contract/checks.ts';
import { ASPECTS, type AttributeRule, type Contract, type Instrument } from '../../src/contract/contract.ts';
import { DEFINITIONS, definitionOf } from '../../src/contract/definitions.ts';
import { code, table } from './markdown.ts';

/** docs/profiles.md: every profile beside the first one. */
export const profilesPage = (profiles: readonly Contract[]): string =>
  `${[
    INTRODUCTION,
    table(
      ['profile', 'whose promises'],
      profiles.map(({ profile, about }) => [code(profile), about]),
    ),
    '## Instruments: kind, and whether it is on the wire',
    instrumentTable(profiles, ({ kind, onTheWire }) => (onTheWire ? kind : `${kind}, never sent`)),
    '## Instruments: unit and attributes',
    `${RENAMING}`,
    instrumentTable(profiles, ({ unit, attributes }) =>
      `${code(unit)} ${attributes.map(rule).join(', ')}`.trim(),
    ),
    '## Levels',
    'MUST counts; SHOULD counts in a strict run; MAY is reported.',
    levelTable(profiles),
    '## Definitions',
    DEFINITIONS_TEXT,
    definitionTable(profiles),
    '## Label values',
    labelTable(profiles),
    '## Origin and details',
    originTable(profiles),
  ].join('\n\n')}\n`;

const INTRODUCTION = `# Profiles

<!-- Generated from contract/*.toml by "npm run generate": change those. -->

A profile says what a target is held to. \`documented\` is the base; the others are written as differences from it. A cell
with = says the same as the first column. A profile of one's own is a TOML file with \`base = "documented"\` and what differs.`;

const RENAMING =
  'Words in brackets: *own words*, other words for the values are right, one for one; *grouped*, several values may share a word.';

const DEFINITIONS_TEXT = `Where the document is silent and releases disagree, a profile picks, and a target may pick otherwise, except what is
**fixed** by the profile.`;

const rule = ({ key, renaming }: AttributeRule): string =>
  ({ none: key, 'one-for-one': `${key} (*own words*)`, grouping: `${key} (*grouped*)` })[renaming];

/** First column as it is, the others where they differ. */
function beside(profiles: readonly Contract[], cell: (contract: Contract) => string): readonly string[] {
  const [first = '', ...others] = profiles.map(cell);
  return [first, ...others.map((one) => (one === first ? '=' : one))];
}

const head = (profiles: readonly Contract[], ...first: readonly string[]): readonly string[] => [
  ...first,
  ...profiles.map(({ profile }) => profile),
];

const instrumentTable = (profiles: readonly Contract[], cell: (instrument: Instrument) => string): string =>
  table(
    head(profiles, '#', 'instrument'),
    (profiles[0]?.instruments ?? []).map(({ number, name }) => [
      `${number}`,
      code(name),
      ...beside(profiles, ({ instruments }) =>
        instruments
          .filter((instrument) => instrument.name === name)
          .map(cell)
          .join(),
      ),
    ]),
  );

/** Aspects once, then the topics. */
function levelTable(profiles: readonly Contract[]): string {
  const levels = (id: string) =>
    beside(profiles, (contract) => checksOf(contract).find((check) => check.id === id)?.level ?? '');
  return table(head(profiles, 'check', 'promise'), [
    ...ASPECTS.map((aspect) => [
      code(`<instrument>/${aspect}`),
      PROMISE,
      ...beside(profiles, (contract) => contract.levels[aspect]),
    ]),
    ...(profiles[0]?.topics ?? []).map(({ id, text }) => [code(id), text, ...levels(id)]),
  ]);
}

const PROMISE = 'of each of the eighteen';

const definitionTable = (profiles: readonly Contract[]): string =>
  table(
    head(profiles, 'definition', 'decides'),
    Object.entries(DEFINITIONS).map(([key, { about, meanings }]) => [
      code(key),
      about,
      ...beside(profiles, ({ definitions }) => {
        const value = `${definitionOf(definitions, key)}`;
        const meaning = meanings?.[value];
        return meaning === undefined ? code(value) : `${code(value)}: ${meaning}`;
      }).map((words, index) => (profiles[index]?.fixed.has(key) ? `${words} (**fixed**)` : words)),
    ]),
  );

function labelTable(profiles: readonly Contract[]): string {
  const keys = (of: (contract: Contract) => ReadonlyMap<string, string>) => [
    ...new Set(profiles.flatMap((contract) => [...of(contract).keys()])),
  ];
  const routes = (contract: Contract) => contract.labels.routes;
  const permissions = (contract: Contract) => contract.labels.permissions;
  return table(head(profiles, 'label of'), [
    ['unknown operation', ...beside(profiles, ({ labels }) => code(labels.unknownOperation))],
    ['operations with a name of their own in messages', ...beside(profiles, namedInMessages)],
    ['unknown route', ...beside(profiles, ({ labels }) => code(labels.otherRoute))],
    ...keys(routes).map((key) => [
      `route ${code(key)}`,
      ...beside(profiles, (contract) => word(routes(contract).get(key) ?? contract.labels.otherRoute)),
    ]),
    ...keys(permissions).map((key) => [
      `permission ${code(key)}`,
      ...beside(profiles, (contract) => word(permissions(contract).get(key) ?? key)),
    ]),
  ]);
}

const word = (text: string): string => code(text);

const namedInMessages = ({ labels }: Contract): string =>
  labels.namedInMessages === undefined ? 'all' : [...labels.namedInMessages].join(', ');

function originTable(profiles: readonly Contract[]): string {
  const attributes = new Set(profiles.flatMap(({ origin }) => [...origin.attributes.keys()]));
  return table(head(profiles, 'says'), [
    ['instrumentation scope', ...beside(profiles, ({ origin }) => pattern(origin.scope ?? '*'))],
    ...[...attributes].map((key) => [
      `resource ${code(key)}`,
      ...beside(profiles, ({ origin }) => pattern(origin.attributes.get(key))),
    ]),
    [
      'further resource attributes',
      ...beside(profiles, ({ origin }) => origin.furtherAttributes.map(code).join(', ') || 'none'),
    ],
    [
      'further instruments',
      ...beside(profiles, ({ furtherInstruments }) => furtherInstruments.map(code).join(', ') || 'none'),
    ],
    ['descriptions of instruments', ...beside(profiles, describedIn)],
    ['number points', ...beside(profiles, numberTypes)],
  ]);
}

const pattern = (text: string | undefined): string =>
  text === undefined ? '-' : text === '*' ? 'any text' : code(text);

const describedIn = ({ instruments }: Contract): string =>
  instruments.some(({ description }) => description !== undefined) ? 'to the letter' : 'any';

const numberTypes = ({ instruments }: Contract): string => {
  const free = instruments.filter(({ numberType }) => numberType === undefined).map(({ name }) => code(name));
  return free.length === 0 ? 'integers' : `integers; either in ${free.join(', ')}`;
};
