import { stackFaults } from '../../faults/stack/stack-faults.ts';
import { BASE_PROFILE, loadProfile } from '../contract/profiles.ts';
import { type RunResult, run } from '../testbed/run.ts';
import { containers } from '../testbed/stack/containers.ts';
import { judgeStack } from '../testbed/stack/judge-stack.ts';
import { WaitError } from '../testbed/until.ts';
import { OWN_ERROR, TARGET } from './exit-codes.ts';
import { interruptible } from './interrupt.ts';
import { terminalProgress } from './progress.ts';
import { targetOf } from './target-options.ts';
import { guardVerdict } from './verdict-guard.ts';

/** Plants every fault of the stack in what was seen of a real one: npm run kill:stack. */
const NOT_KILLED = 1;

const say = (text: string): unknown => process.stderr.write(`${text}\n`);

const concluded = guardVerdict(process, say);
process.exitCode = await kill().catch((error: unknown) => {
  const isOfTarget = error instanceof WaitError;
  say(isOfTarget ? error.message : `error of the suite itself: ${(error as Error).stack}`);
  return isOfTarget ? TARGET : OWN_ERROR;
});
concluded();

async function kill(): Promise<number> {
  const contract = loadProfile(BASE_PROFILE);
  const { target } = targetOf({ productionSafe: false, stack: 'containers' });
  const clean = await run({
    ...{ contract, target, fast: true, tags: ['@stack'] },
    ...{
      stack: containers(process.env),
      signal: interruptible(),
      progress: terminalProgress(process.stderr),
    },
  });
  const evidence = clean.behind;
  const problems = problemsOf(clean);
  if (evidence === undefined || problems.length > 0) {
    say('faults can only be told from a clean run, and the stack itself is not in order:');
    for (const problem of problems) say(`  ${problem}`);
    return NOT_KILLED;
  }
  const alive = stackFaults.filter(({ id, expects, apply }) => {
    const rulings = judgeStack(apply(evidence));
    const red = new Set(rulings.filter(({ kind }) => kind === 'finding').map(({ check }) => check));
    const isKilled = red.has(expects);
    process.stdout.write(
      `${isKilled ? 'killed  ' : 'survived'}  ${id}  ${expects}  red: ${[...red].join(' ')}\n`,
    );
    return !isKilled;
  });
  process.stdout.write(
    `\n${stackFaults.length - alive.length} of ${stackFaults.length} faults were caught by the check meant for them\n`,
  );
  return alive.length === 0 ? 0 : NOT_KILLED;
}

function problemsOf({ results }: RunResult): readonly string[] {
  return results
    .filter(({ weight }) => weight === 'breaks' || weight === 'unusable')
    .map(({ check, findings, reason }) => `${check.id}: ${findings[0]?.message ?? reason}`);
}
