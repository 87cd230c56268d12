import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inOneLine, visible } from './visible.ts';

const CASES: readonly (readonly [string, string, string])[] = [
  ['letters of any language and emoji', 'ä אב 漢 👩‍👩‍👧 🔑', 'ä אב 漢 👩‍👩‍👧 🔑'],
  ['controls', 'a\u0000\u001b[2J\u007f\u0085', 'a\\u{0}\\u{1b}[2J\\u{7f}\\u{85}'],
  ['turned text', '\u202egnp.exe\u2066', '\\u{202e}gnp.exe\\u{2066}'],
  ['half a character', 'a\ud800b\udc00', 'a\\u{d800}b\\u{dc00}'],
  ['what XML cannot hold', '\ufffe\uffff', '\\u{fffe}\\u{ffff}'],
  ['lines stay, tabs are spaces', 'a\n\tb', 'a\n b'],
];

for (const [words, text, shown] of CASES) {
  test(words, () => assert.equal(visible(text), shown));
}

test('in one line', () => assert.equal(inOneLine('a\nb'), 'a b'));
