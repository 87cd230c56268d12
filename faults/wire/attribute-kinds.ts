import type { KeyValue } from '../../src/otlp/model.ts';
import { type AnyPoint, increased, scaled } from './counts.ts';
import { isCounter, isDatabase, isLabelled, type KindOfFault, type Making } from './kind-of-fault.ts';
import { metricsIn, rewriteData, rewritePoints, withPoints } from './rewrite.ts';
import { ofRequests } from './rewriting.ts';

const labelled =
  (edit: (attributes: readonly KeyValue[]) => readonly KeyValue[]): Making =>
  ({ name }) =>
    rewritePoints(name, (point: AnyPoint) => ({ ...point, attributes: edit(point.attributes) }));

/** All points of one kind of label in one word. */
const worded =
  (key: string, word: (value: string) => string): Making =>
  ({ name }) =>
    rewritePoints(name, (point: AnyPoint) => ({
      ...point,
      attributes: point.attributes.map((own) =>
        own.key === key ? { key, value: word(String(own.value)) } : own,
      ),
    }));

const swappedCase = (word: string): string =>
  word === word.toLowerCase() ? word.toUpperCase() : word.toLowerCase();

const hasLetters = (key: string): boolean => !['status', 'path', 'user', 'hsm_model'].includes(key);

/** Keys and values of the points. */
export const ATTRIBUTE_KINDS: readonly KindOfFault[] = [
  {
    id: 'missing-key',
    of: 'ATK-02',
    words: 'lacks an attribute',
    expects: 'attributes',
    applies: isLabelled,
    rewriting: labelled((attributes) => attributes.slice(1)),
  },
  {
    id: 'renamed-key',
    of: 'ATK-02',
    words: 'spells an attribute key in another way',
    expects: 'attributes',
    applies: isLabelled,
    rewriting: labelled((attributes) =>
      attributes.map(({ key, value }, index) => ({ key: index === 0 ? `kms.${key}` : key, value })),
    ),
  },
  {
    id: 'surplus-key',
    of: 'ATK-05',
    words: 'carries an attribute key too many',
    expects: 'attributes',
    rewriting: labelled((attributes) => [...attributes, { key: 'host', value: 'kms-0' }]),
  },
  {
    id: 'key-of-another',
    of: 'ATK-05',
    words: 'carries an attribute of another instrument',
    expects: 'attributes',
    applies: ({ attributes }) => !attributes.some(({ key }) => key === 'user'),
    rewriting: labelled((attributes) => [...attributes, { key: 'user', value: 'alice' }]),
  },
  ...(['resource', 'scope'] as const).map(
    (place): KindOfFault => ({
      id: `on-the-${place}`,
      of: 'ATK-10',
      words: `has its attributes on the ${place}`,
      expects: 'attributes',
      applies: isLabelled,
      rewriting: ({ name }) => moved(name, place),
    }),
  ),
  {
    id: 'a-total-beside',
    of: 'ATK-11',
    words: 'has a total without attributes beside its points',
    expects: 'attributes',
    applies: isLabelled,
    rewriting: ({ name }) =>
      rewriteData(name, (data) =>
        withPoints(data, ([first, ...others]) =>
          first === undefined ? [] : [first, ...others, { ...scaled(first, 1n), attributes: [] }],
        ),
      ),
  },
  {
    id: 'same-attributes',
    of: 'ATK-12',
    words: 'has two points with the same attributes',
    expects: 'data-model/identity',
    rewriting: ({ name }) =>
      rewriteData(name, (data) => withPoints(data, (points) => [...points, ...points.slice(0, 1)])),
  },
  {
    id: 'repeated-key',
    words: 'carries a key twice',
    expects: 'data-model/identity',
    applies: isLabelled,
    rewriting: labelled((attributes) => [...attributes, ...attributes]),
  },
  {
    id: 'other-order',
    of: 'ATK-13',
    words: 'has its attributes in another order',
    expects: 'attributes',
    applies: ({ attributes }) => attributes.length > 1,
    equivalent: 'attributes are a set: their order says nothing',
    rewriting: labelled((attributes) => attributes.toReversed()),
  },
  ...['operation', 'permission_type', 'outcome', 'method', 'error_type', 'result'].map(
    (key): KindOfFault => ({
      id: `case-of-${key}`,
      of: 'ATV-01',
      words: `has its ${key} in the wrong case`,
      expects: 'attributes',
      strict: true,
      applies: (instrument) =>
        hasLetters(key) && !isDatabase(instrument) && instrument.attributes.some((rule) => rule.key === key),
      rewriting: worded(key, swappedCase),
    }),
  ),
  ...Object.entries({
    'lower-case-method': (method: string) => method.toLowerCase(),
    'constant-method': () => 'POST',
  }).map(
    ([id, word]): KindOfFault => ({
      id,
      of: 'ATV-09',
      words: 'has the wrong method',
      expects: 'attributes',
      applies: ({ attributes }) => attributes.some(({ key }) => key === 'method'),
      rewriting: worded('method', word),
    }),
  ),
  {
    id: 'slot-for-model',
    of: 'ATV-14',
    words: 'has the slot of the HSM for its model',
    expects: 'attributes',
    strict: true,
    applies: ({ attributes }) => attributes.some(({ key }) => key === 'hsm_model'),
    rewriting: worded('hsm_model', () => '0'),
  },
  {
    id: 'constant-value',
    words: 'has one word for everything in its first attribute',
    expects: 'attributes',
    applies: (instrument) => isLabelled(instrument) && isCounter(instrument) && !isDatabase(instrument),
    rewriting: ({ name }) =>
      rewriteData(name, (data) =>
        withPoints(data, ([first, ...others]) =>
          first === undefined
            ? []
            : [others.reduce((all: AnyPoint, one) => increased(all, countOf(one)), first)],
        ),
      ),
  },
];

const countOf = (point: AnyPoint): bigint =>
  'count' in point ? point.count : BigInt(Math.trunc(Number(point.value ?? 0)));

const moved = (name: string, place: 'resource' | 'scope') =>
  ofRequests(() => (request) => {
    const own = request.resourceMetrics
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
      .find((metric) => metric.name === name)?.data.points[0]?.attributes;
    if (own === undefined) return [request];
    const bare = metricsIn(request, (metric) =>
      metric.name === name
        ? [
            {
              ...metric,
              data: withPoints(metric.data, (points) =>
                points.map((point) => ({ ...point, attributes: [] })),
              ),
            },
          ]
        : [metric],
    );
    return [
      {
        resourceMetrics: bare.resourceMetrics.map((resource) => ({
          ...resource,
          attributes: place === 'resource' ? [...resource.attributes, ...own] : resource.attributes,
          scopeMetrics: resource.scopeMetrics.map((scope) => ({
            ...scope,
            attributes: place === 'scope' ? [...scope.attributes, ...own] : scope.attributes,
          })),
        })),
      },
    ];
  });
