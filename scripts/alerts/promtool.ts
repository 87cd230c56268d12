import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute } from '../images/execute.ts';
import { type Outcome, outcomesIn } from './junit.ts';

/** Rules and their tests may take a while on a busy machine. */
const LIMIT_MS = 120_000;

/** What promtool has against a file of rules; undefined: nothing. */
export const troubleWithRules = (promtool: string, rules: string): Promise<string | undefined> =>
  inFolder(async (folder) => {
    const file = join(folder, 'rules.yml');
    await writeFile(file, rules);
    const { code, stdout, problem } = await execute(promtool, ['check', 'rules', file], {
      timeoutMs: LIMIT_MS,
    });
    return code === 0 ? undefined : `${stdout}${problem}`.trim();
  });

/** What becomes of each test of rules. @throws Error when promtool says nothing about them */
export const outcomesOf = (promtool: string, rules: string, tests: string): Promise<readonly Outcome[]> =>
  inFolder(async (folder) => {
    const [file, junit] = [join(folder, 'alerts.test.yml'), join(folder, 'junit.xml')];
    await writeFile(join(folder, 'alerts.yml'), rules);
    await writeFile(file, tests);
    const args = ['test', 'rules', `--junit=${junit}`, file];
    const { problem } = await execute(promtool, args, { timeoutMs: LIMIT_MS });
    const text = await readFile(junit, 'utf8').catch((error: Error) => {
      throw new Error(`promtool has tested nothing: ${problem || error.message}`);
    });
    return outcomesIn(text);
  });

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'alerts-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
