import type { ResourceMetrics } from '../../otlp/model.ts';
import { distinctRulings, exercised, finding, type Ruling } from '../finding.ts';
import { describeValue } from '../sample.ts';
import type { View } from '../view.ts';
import type { Rule } from './rule.ts';

/** Who sends: the instrumentation scope and the resource of everything that carries a name of the contract. */
const SCOPE = 'origin/scope';
const RESOURCE = 'origin/resource';
const FURTHER = 'origin/further-attributes';

export const scopes: Rule = (view) => {
  const { scope, scopeVersion } = view.contract.origin;
  const names = new Set(
    ownResources(view).flatMap(({ scopeMetrics }) => scopeMetrics.map(({ name }) => name)),
  );
  const wrong = [...names].filter((name) => (scope === undefined ? name === '' : name !== scope));
  const demand = scope === undefined ? 'have a name' : `be ${JSON.stringify(scope)}`;
  return rulings(SCOPE, view, [
    ...wrong.map((name) => `the instrumentation scope must ${demand}, but is ${JSON.stringify(name)}`),
    ...(scopeVersion === undefined ? [] : wrongVersions(view, scopeVersion)),
  ]);
};

const wrongVersions = (view: View, pattern: string): readonly string[] => {
  const versions = ownResources(view).flatMap(({ scopeMetrics }) =>
    scopeMetrics.map(({ version }) => version),
  );
  return [...new Set(versions)]
    .filter((version) => !matches(version, pattern))
    .map(
      (version) =>
        `the version of the instrumentation scope must be ${pattern}, but is ${JSON.stringify(version)}`,
    );
};

export const resources: Rule = (view) => {
  const expected = [...view.contract.origin.attributes];
  return rulings(
    RESOURCE,
    view,
    ownResources(view).flatMap(({ attributes }) =>
      expected.flatMap(([key, pattern]) => {
        const own = attributes.find((attribute) => attribute.key === key);
        const received = own === undefined ? undefined : describeValue(own.value);
        if (received !== undefined && matches(received, pattern) && !isStandIn(key, received)) return [];
        const is = received === undefined ? 'is absent' : `is ${JSON.stringify(received)}`;
        return [`the resource attribute ${key} must be ${pattern === '*' ? 'given' : pattern}, but ${is}`];
      }),
    ),
  );
};

export const furtherAttributes: Rule = (view) => {
  const { attributes: expected, furtherAttributes: further } = view.contract.origin;
  const strange = ownResources(view)
    .flatMap(({ attributes }) => attributes.map(({ key }) => key))
    .filter((key) => !expected.has(key) && !further.some((pattern) => matches(key, pattern)));
  return rulings(
    FURTHER,
    view,
    strange.map((key) => `the resource carries ${key} as well`),
  );
};

/** What an SDK says where nobody has said which service it is (semantic conventions, service.name). */
const isStandIn = (key: string, value: string): boolean =>
  key === 'service.name' && value.startsWith('unknown_service');

const rulings = (check: string, view: View, faults: readonly string[]): readonly Ruling[] =>
  ownResources(view).length === 0
    ? []
    : [exercised(check), ...distinctRulings(faults.map((fault) => finding(check, fault)))];

/** Resources and scopes that hold an instrument of the contract. */
function ownResources({ contract, record }: View): readonly ResourceMetrics[] {
  const documented = new Set(contract.instruments.map(({ name }) => name));
  return record.exports.flatMap(({ request }) =>
    request.resourceMetrics.flatMap((resource) => {
      const scopeMetrics = resource.scopeMetrics.filter(({ metrics }) =>
        metrics.some(({ name }) => documented.has(name)),
      );
      return scopeMetrics.length === 0 ? [] : [{ ...resource, scopeMetrics }];
    }),
  );
}

/** One "*" in a pattern stands for any text but none. */
function matches(text: string, pattern: string): boolean {
  const [head = '', tail] = pattern.split('*');
  if (tail === undefined) return text === pattern;
  return text.length > head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
}
