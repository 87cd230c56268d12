import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunCommand, runCommand } from './command.ts';
import type { Answer, Task } from './pkcs11-process.ts';

/** The program beside this file, in the form this file has: TypeScript in the repository, JavaScript in the package. */
const program = fileURLToPath(new URL(`./pkcs11-process${extname(import.meta.url)}`, import.meta.url));

/** Performs one task in a child process. The task, with its PINs, travels over standard input. */
export async function askPkcs11(
  task: Task,
  env: NodeJS.ProcessEnv,
  run: RunCommand = runCommand,
): Promise<Answer> {
  const result = await run(process.execPath, [program], {
    timeoutMs: 20_000,
    env: { ...process.env, ...env },
    input: JSON.stringify(task),
  });
  return result.ok ? JSON.parse(result.stdout) : { problem: result.problem };
}
