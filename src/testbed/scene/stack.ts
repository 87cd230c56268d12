import { remembered } from '../../judge/remembered.ts';
import type { StackEvidence } from '../stack/evidence.ts';
import { judgeStack } from '../stack/judge-stack.ts';
import type { StackRuling } from '../stack/ruling.ts';
import { NotTestableError } from './expect.ts';
import type { Scene } from './scene.ts';

/** What is wrong with the stack, or with what came out of it. */
export class StackFindingError extends Error {
  override readonly name = 'StackFindingError';
}

/** So many findings are told; one cause often has dozens. */
const SENTENCES = 10;

/**
 * When every other scenario that shares the instance has ended and everything has reached the stack: nothing was found
 * against the checks of this scenario, and each was put to the test.
 */
export async function expectBorneOutByStack(scene: Scene): Promise<void> {
  const { main, stack } = scene.run;
  if (main === undefined || stack === undefined) throw new Error('the run is without a stack');
  await main.rendezvous.afterAll(scene.scenario);
  const rulings = rulingsOn(await stack.evidence()).filter(({ check }) => scene.checks.includes(check));
  const findings = rulings.flatMap((ruling) => (ruling.kind === 'finding' ? [ruling.message] : []));
  if (findings.length > 0) {
    const more = findings.length > SENTENCES ? [`and ${findings.length - SENTENCES} more`] : [];
    throw new StackFindingError([...findings.slice(0, SENTENCES), ...more].join('\n'));
  }
  for (const check of scene.checks) {
    if (!rulings.some((ruling) => ruling.check === check && ruling.kind === 'exercised'))
      throw new NotTestableError(reasonIn(rulings, check));
  }
}

const reasonIn = (rulings: readonly StackRuling[], check: string): string => {
  const why = rulings.find((ruling) => ruling.check === check && ruling.kind === 'not-testable');
  return why?.kind === 'not-testable' ? why.reason : `${check} was not put to the test`;
};

const rulingsOn: (evidence: StackEvidence) => readonly StackRuling[] = remembered(judgeStack);
