import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outcomesIn } from './junit.ts';

const suite = (tests: number, cases: string) =>
  `<testsuites><testsuite name="a" tests="${tests}" failures="0" errors="0">${cases}</testsuite></testsuites>`;

test('a test that passed and one that failed are told apart', () => {
  assert.deepEqual(
    outcomesIn(
      suite(
        2,
        '<testcase name="A: &#39;x&#39;"></testcase><testcase name="B"><failure>exp:[&#xA; &#34;y&#34;]</failure><failure>z</failure></testcase>',
      ),
    ),
    [
      { name: "A: 'x'", failure: undefined },
      { name: 'B', failure: 'exp:[\n "y"]\nz' },
    ],
  );
});

test('no test is no pass, nor is one that cannot be read', () => {
  assert.throws(() => outcomesIn(suite(0, '')), /tells of 0 tests/);
  assert.throws(
    () => outcomesIn(suite(2, '<testcase name="A"></testcase>')),
    /2 tests, of which 1 can be read/,
  );
  assert.throws(() => outcomesIn(''), /no tests/);
});
