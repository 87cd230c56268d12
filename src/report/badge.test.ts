import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Verdict } from '../judge/verdict.ts';
import { badgeJson, badgeSvg } from './badge.ts';
import { check, reportOf } from './report.fixture.ts';

const CASES: readonly (readonly [Verdict, string])[] = [
  ['conform', '#2e7d32'],
  ['conform, partial run', '#2e7d32'],
  ['not conform, as expected (2)', '#8a5a00'],
  ['not conform', '#c62828'],
  ['baseline stale', '#c62828'],
  ['set-up error', '#c62828'],
];

for (const [verdict, color] of CASES) {
  test(`${verdict} is ${color}`, () => {
    const report = reportOf({
      verdict,
      checks: [check('a/b'), check('a/c', { state: 'failed' }), check('a/d', { state: 'not-run' })],
    });
    const message = `${verdict}, 1/2`;
    assert.deepEqual(JSON.parse(badgeJson(report)), {
      ...{ schemaVersion: 1, label: 'OTLP metrics', message, color, isError: false },
    });
    assert.match(badgeSvg(report), new RegExp(`fill="${color}"`));
    assert.ok(badgeSvg(report).includes(`<title>OTLP metrics: ${message}</title>`));
  });
}
