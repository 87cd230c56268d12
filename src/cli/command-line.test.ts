import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandLine } from './command-line.ts';

test('the command can be typed again as it stands', () => {
  assert.equal(
    commandLine(['run', '--fast', '--html', "it's a file.html", '--check', '*/value', '']),
    String.raw`kms-conformance run --fast --html 'it'\''s a file.html' --check '*/value' ''`,
  );
});
