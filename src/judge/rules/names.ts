import type { Export } from '../../otlp/export.ts';
import { distinctRulings, exercised, finding, type Ruling } from '../finding.ts';
import { remembered } from '../remembered.ts';
import type { Rule } from './rule.ts';

const CHECK = 'data-model/names';

/** OpenTelemetry metrics API, "Instrument name syntax". */
const NAME = /^[A-Za-z][A-Za-z0-9_.\-/]{0,254}$/;

/** What a capture has in the place of a secret: the name that was sent is not known any more. */
const MASKED = /\*+\d+/g;

const isName = (name: string): boolean => NAME.test(name.replaceAll(MASKED, 'x'));

/** Names of instruments, whoever made them, keep the syntax of the API; attribute keys are not empty. */
export const names: Rule = ({ record }) =>
  record.exports.length === 0
    ? []
    : [exercised(CHECK), ...distinctRulings(record.exports.flatMap(rulingsOf))];

const rulingsOf = remembered(({ request }: Export): readonly Ruling[] =>
  request.resourceMetrics
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
    .flatMap(({ name, data }) => [
      ...(isName(name)
        ? []
        : [
            finding(
              CHECK,
              `${quoted(name)} is no name for an instrument: a letter, then at most 254 letters, digits, "_", ".", "-" or "/"`,
            ),
          ]),
      ...(data.points.some(({ attributes }) => attributes.some(({ key }) => key === ''))
        ? [finding(CHECK, `a point of ${quoted(name)} carries an attribute with an empty key`)]
        : []),
    ]),
);

/** A name too long is told by its beginning. */
const SHOWN = 60;

const quoted = (name: string): string =>
  name.length > SHOWN
    ? `${JSON.stringify(name.slice(0, SHOWN))}... (${name.length} characters)`
    : JSON.stringify(name);
