import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTarget, TargetError, wordsOf } from './grammar.ts';

test('the four forms', () => {
  assert.deepEqual(parseTarget('reference'), { kind: 'reference' });
  assert.deepEqual(parseTarget('command:./kms --port {{http_port}}'), {
    kind: 'command',
    words: ['./kms', '--port', '{{http_port}}'],
  });
  assert.deepEqual(parseTarget('image:ghcr.io/cosmian/kms:5.26.0'), {
    kind: 'image',
    image: 'ghcr.io/cosmian/kms:5.26.0',
  });
  assert.deepEqual(parseTarget('url:https://kms.example:9998'), {
    kind: 'url',
    url: new URL('https://kms.example:9998'),
  });
});

for (const [text, complaint] of [
  ['refrence', /a target is reference, command:PROGRAM/],
  ['', /there is no target ""/],
  ['command:', /names no program/],
  ['command:  ', /names no program/],
  ['command:kms "open', /never closed/],
  ['command:kms \\', /backslash/],
  ['image:', /no name of an image/],
  ['image:a b', /no name of an image/],
  ['url:kms.example', /no address/],
  ['url:ftp://kms.example', /no address/],
  ['url:https://me:secret@kms.example', /by file or environment variable/],
  ['url:https://kms.example/kmip', /only scheme, host and port/],
] as const) {
  test(`${JSON.stringify(text)} is refused`, () => {
    assert.throws(() => parseTarget(text), { name: TargetError.name, message: complaint });
  });
}

test('words are split as by a shell, and nothing is expanded', () => {
  assert.deepEqual(wordsOf(`a "b c" 'd "e' f\\ g "" $HOME`), ['a', 'b c', 'd "e', 'f g', '', '$HOME']);
});
