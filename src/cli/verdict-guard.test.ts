import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

const GUARD = new URL('verdict-guard.ts', import.meta.url).href;
/** As Cucumber listens while a step runs. */
const SWALLOWING = `process.once('uncaughtException', () => {});`;

/** A program that is guarded, and does this. */
function ended(work: string) {
  const program = `
    import { guardVerdict } from ${JSON.stringify(GUARD)};
    const concluded = guardVerdict(process, (text) => console.error(text));
    ${work}`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program]);
  return { status, says: String(stderr) };
}

const SILENT_ENDS = {
  'a promise that is never settled': 'await new Promise(() => {});',
  'an error that somebody else swallows': `${SWALLOWING} await Promise.reject(new Error('lost'));`,
  'an exit in the middle': 'process.exit();',
};
for (const [what, work] of Object.entries(SILENT_ENDS)) {
  test(`${what} is no success`, () => {
    const { status, says } = ended(work);
    assert.equal(status, 5);
    assert.match(says, /^error of the suite itself: it ended without a verdict/m);
  });
}

test('what was swallowed is told', () => {
  assert.match(
    ended(SILENT_ENDS['an error that somebody else swallows']).says,
    /stray error: Error: lost\n +at /,
  );
});

test('an end with a code of its own, and one after the verdict, stay as they are', () => {
  assert.deepEqual(ended('process.exit(130);'), { status: 130, says: '' });
  assert.deepEqual(ended('concluded();'), { status: 0, says: '' });
  assert.deepEqual(ended('process.exitCode = 1; concluded();'), { status: 1, says: '' });
});
