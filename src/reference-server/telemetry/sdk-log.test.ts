import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diag } from '@opentelemetry/api';
import { logSdkWarnings } from './sdk-log.ts';

test('a warning is told once a minute, another at once, up to a hundred', (t) => {
  let nowMs = 0;
  const told: unknown[] = [];
  const nothing = () => undefined;
  const warn = (_: string, fields?: object) => void told.push((fields as { details: string }).details);
  logSdkWarnings({ debug: nothing, info: nothing, warn, error: nothing }, () => nowMs);
  t.after(() => diag.disable());
  for (const details of ['3 rejected', '4 rejected', 'too old', '5 rejected']) diag.warn('partial', details);
  assert.deepEqual(told, ['3 rejected', 'too old']);
  nowMs = 60_000;
  diag.warn('partial', '6 rejected');
  assert.equal(told.at(-1), '6 rejected');
  for (let other = 0; other < 300; other += 1) diag.warn('partial', 'x'.repeat(other + 1));
  assert.equal(told.length, 102);
});
