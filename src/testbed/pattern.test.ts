import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fits, nearest } from './pattern.ts';

const IDS = ['kms.errors.total/value', 'kms.errors.total/unit', 'kms.objects.total/value', 'push/cadence'];

for (const [pattern, wanted] of [
  ['kms.errors.total/value', ['kms.errors.total/value']],
  ['kms.errors.total/*', ['kms.errors.total/value', 'kms.errors.total/unit']],
  ['*/value', ['kms.errors.total/value', 'kms.objects.total/value']],
  ['push/*', ['push/cadence']],
  ['*', IDS],
  ['kms.*.total/*', IDS.slice(0, 3)],
  // A dot is a dot, and a part of an id is not the id.
  ['kms.errors?total/value', []],
  ['kmsxerrors.total/value', []],
  ['errors.total', []],
  ['', []],
] as const) {
  test(`${JSON.stringify(pattern)} fits ${wanted.length} of ${IDS.length}`, () => {
    assert.deepEqual(
      IDS.filter((id) => fits(pattern, id)),
      wanted,
    );
  });
}

test('what comes nearest is offered, also to a pattern', () => {
  assert.equal(nearest('kms.error.total/value', IDS)[0], 'kms.errors.total/value');
  assert.deepEqual(nearest('kms.object.total/*', IDS)[0], 'kms.objects.total/value');
  assert.equal(nearest('*/cadense', IDS)[0], 'push/cadence');
});
