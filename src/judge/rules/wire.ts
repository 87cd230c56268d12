import { exercised, finding } from '../finding.ts';
import type { Rule } from './rule.ts';

const CHECK = 'data-model/wire';

/** Every byte of every export was in order. */
export const wire: Rule = ({ record }) => {
  const unread = (record.undecodable ?? []).map((why) =>
    finding(CHECK, `an export could not be decoded: ${why}`),
  );
  if (record.exports.length === 0) return unread;
  const issues = new Map(
    record.exports.flatMap(({ issues }) =>
      issues.map((issue) => [`${issue.rule} ${issue.path.replaceAll(/\d+/g, '')}`, issue] as const),
    ),
  );
  return [
    exercised(CHECK),
    ...unread,
    ...[...issues.values()].map(({ rule, path, detail }) => finding(CHECK, `${rule} at ${path}: ${detail}`)),
  ];
};
