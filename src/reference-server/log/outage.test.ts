import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KmipError } from '../../kmip/errors.ts';
import { newLogger } from './logger.ts';
import { logOutage } from './outage.ts';
import { redactor } from './redact.ts';

const linesFor = (error: KmipError): readonly Record<string, unknown>[] => {
  const lines: string[] = [];
  const logger = newLogger('info', redactor(['1234']), { write: (line) => lines.push(line) });
  logOutage(logger, error, { operation: 'Get' });
  return lines.map((line) => JSON.parse(line));
};

test('a database or HSM that does not work is one line with reason and cause, without secrets', () => {
  const cause = new Error('disk I/O error, pin 1234');
  const [line, ...others] = linesFor(
    new KmipError('GeneralFailure', 'the database does not work', { cause }),
  );
  assert.deepEqual(others, []);
  const { time: _, ...said } = line ?? {};
  assert.deepEqual(said, {
    level: 'error',
    msg: 'the database or the HSM does not work',
    operation: 'Get',
    reason: 'the database does not work',
    cause: 'disk I/O error, pin [redacted]',
  });
});

test('what is the fault of a request is no line', () => {
  for (const reason of ['ObjectNotFound', 'PermissionDenied', 'CryptographicFailure'])
    assert.deepEqual(linesFor(new KmipError(reason, 'no')), []);
});
