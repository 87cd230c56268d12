import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newLogger } from './logger.ts';
import { redactor, redactUrl } from './redact.ts';

test('user name, password and query of a URL are hidden, the rest stays', () => {
  assert.equal(redactUrl('"https://host/x?key=secret" twice'), '"https://host/x?[redacted]" twice');
  assert.equal(
    redactUrl('to https://me:pa%20ss@host:4317/x failed'),
    'to https://[redacted]@host:4317/x failed',
  );
  assert.equal(redactUrl('http://host:4317/a@b'), 'http://host:4317/a@b');
});

test('known secrets are hidden, the longest first', () => {
  const redact = redactor(['token', 'token-and-more', '']);
  assert.equal(redact('token-and-more token x'), '[redacted] [redacted] x');
});

test('no field of a log line carries a secret, and the line stays JSON', () => {
  const lines: string[] = [];
  const logger = newLogger('info', redactor(['1234']), { write: (line) => lines.push(line) });
  logger.debug('not written');
  logger.info('listening', { port: 41234, reason: 'pin 1234', url: 'http://u:p@x' });
  assert.equal(lines.length, 1);
  const { time, ...line } = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
  assert.ok(!Number.isNaN(Date.parse(String(time))));
  assert.deepEqual(line, {
    level: 'info',
    msg: 'listening',
    port: 41234,
    reason: 'pin [redacted]',
    url: 'http://[redacted]@x',
  });
});
