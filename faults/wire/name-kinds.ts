import type { Metric } from '../../src/otlp/model.ts';
import type { KindOfFault, Making } from './kind-of-fault.ts';
import { rewriteInstrument, withPoints } from './rewrite.ts';

const called =
  (rename: (name: string) => string): Making =>
  ({ name }) =>
    rewriteInstrument(name, (metric) => [{ ...metric, name: rename(name) }]);

const beside =
  (further: (metric: Metric) => Metric): Making =>
  ({ name }) =>
    rewriteInstrument(name, (metric) => [metric, further(metric)]);

const LOOK_ALIKE = new Map([
  ['a', '\u0430'],
  ['e', '\u0435'],
  ['o', '\u043e'],
  ['p', '\u0440'],
]);
const isLookedAlike = (letter: string): boolean => LOOK_ALIKE.has(letter);

function disguised(name: string): string {
  const at = [...name].findLastIndex(isLookedAlike);
  return [...name]
    .map((letter, index) => (index === at ? (LOOK_ALIKE.get(letter) ?? letter) : letter))
    .join('');
}

/** Whether and under which names an instrument comes. */
export const NAME_KINDS: readonly KindOfFault[] = [
  {
    id: 'never-exported',
    words: 'is never exported',
    expects: 'name',
    rewriting: ({ name }) => rewriteInstrument(name, () => []),
  },
  {
    id: 'other-word',
    of: 'NAM-01',
    words: 'has another word in its name',
    expects: 'name',
    rewriting: called((name) => name.replace(/^kms\.[a-z]+/, 'kms.things')),
  },
  {
    id: 'no-total',
    of: 'NAM-02',
    words: 'is exported without its last segment',
    expects: 'name',
    applies: ({ name }) => name.endsWith('.total'),
    rewriting: called((name) => name.replace(/\.total$/, '')),
  },
  {
    id: 'renamed',
    of: 'NAM-04',
    words: 'is exported with underscores for dots',
    expects: 'name',
    rewriting: called((name) => name.replaceAll('.', '_')),
  },
  {
    id: 'look-alike',
    of: 'NAM-07',
    words: 'has a Cyrillic letter in its name',
    expects: 'catalogue/near-misses',
    rewriting: called(disguised),
  },
  {
    id: 'invisible',
    of: 'NAM-07',
    words: 'has a letter in its name that nobody sees',
    expects: 'catalogue/near-misses',
    rewriting: called((name) => name.replace('.', '.\u200b')),
  },
  ...Object.entries({
    'digit-first': (name: string) => `1${name}`,
    'a-space': (name: string) => name.replaceAll('.', ' '),
    'too-long': (name: string) => name.padEnd(256, 'x'),
    'no-name': () => '',
  }).map(
    ([id, rename]): KindOfFault => ({
      id,
      of: 'NAM-08',
      words: 'has a name that breaks the syntax',
      expects: 'data-model/names',
      rewriting: called(rename),
    }),
  ),
  {
    id: 'no-points',
    of: 'NAM-12',
    words: 'comes without a point',
    expects: 'data-model/identity',
    rewriting: ({ name }) =>
      rewriteInstrument(name, (metric) => [{ ...metric, data: withPoints(metric.data, () => []) }]),
  },
  {
    id: 'twice',
    of: 'NAM-14',
    words: 'stands twice in its scope',
    expects: 'data-model/identity',
    rewriting: beside((metric) => metric),
  },
  {
    id: 'in-pieces',
    of: 'NAM-14',
    words: 'stands twice in its scope, with half of its points each',
    expects: 'data-model/identity',
    applies: ({ attributes }) => attributes.length > 0,
    rewriting: ({ name }) =>
      rewriteInstrument(name, (metric) => [
        { ...metric, data: withPoints(metric.data, (points) => points.slice(0, 1)) },
        { ...metric, data: withPoints(metric.data, (points) => points.slice(1)) },
      ]),
  },
  {
    id: 'two-units',
    of: 'NAM-15',
    words: 'is exported in two units at once',
    expects: 'data-model/identity',
    rewriting: beside((metric) => ({ ...metric, unit: 'things' })),
  },
  {
    id: 'two-kinds',
    of: 'NAM-15',
    words: 'is exported as two kinds at once',
    expects: 'data-model/identity',
    applies: ({ kind }) => kind !== 'histogram',
    rewriting: beside((metric) =>
      metric.data.kind === 'sum'
        ? { ...metric, data: { kind: 'gauge', points: metric.data.points } }
        : metric,
    ),
  },
  {
    id: 'two-temporalities',
    of: 'NAM-15',
    words: 'is exported in two temporalities at once',
    expects: 'data-model/identity',
    rewriting: beside((metric) =>
      'temporality' in metric.data ? { ...metric, data: { ...metric.data, temporality: 'delta' } } : metric,
    ),
  },
];
