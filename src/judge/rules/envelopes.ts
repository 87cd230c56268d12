import type { Export } from '../../otlp/export.ts';
import { distinctRulings, exercised, finding, type Ruling } from '../finding.ts';
import { remembered } from '../remembered.ts';
import type { Rule } from './rule.ts';

const CHECK = 'data-model/envelopes';

/** Nothing is sent around nothing: no export without a resource, no resource without a scope, no scope without a metric. */
export const envelopes: Rule = ({ record }) =>
  record.exports.length === 0
    ? []
    : [exercised(CHECK), ...distinctRulings(record.exports.flatMap(rulingsOf))];

const rulingsOf = remembered(({ request: { resourceMetrics } }: Export): readonly Ruling[] => [
  ...(resourceMetrics.length === 0 ? [empty('an export came without a resource')] : []),
  ...resourceMetrics.flatMap(({ scopeMetrics }) => [
    ...(scopeMetrics.length === 0 ? [empty('a resource came without a scope')] : []),
    ...scopeMetrics
      .filter(({ metrics }) => metrics.length === 0)
      .map(({ name }) => empty(`the scope ${JSON.stringify(name)} came without a metric`)),
  ]),
]);

const empty = (message: string): Ruling => finding(CHECK, message);
