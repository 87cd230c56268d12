import { exercised, finding } from '../finding.ts';
import type { Rule } from './rule.ts';

const CHECK = 'data-model/wire';

/** Every byte of every export was in order. */
export const wire: Rule = ({ record }) => {
  if (record.exports.length === 0) return [];
  const issues = new Map(
    record.exports.flatMap(({ issues }) =>
      issues.map((issue) => [`${issue.rule} ${issue.path.replaceAll(/\d+/g, '')}`, issue] as const),
    ),
  );
  return [
    exercised(CHECK),
    ...[...issues.values()].map(({ rule, path, detail }) => finding(CHECK, `${rule} at ${path}: ${detail}`)),
  ];
};
