import { OWN_ERROR } from './exit-codes.ts';

/** Node's own codes for an end that nobody has asked for: nothing is left to do, or only promises. */
const SILENT_ENDS = [0, 13];

/**
 * A process that ends before it has said what came of its work must not look like a success. Cucumber swallows stray
 * exceptions while a step runs, even one that would have ended the program with an exit code.
 * @returns says that the work has come to its end
 */
export function guardVerdict(process: NodeJS.Process, say: (text: string) => void): () => void {
  let stray = '';
  const remember = (error: unknown) => {
    stray = `; the last stray error: ${error instanceof Error ? error.stack : String(error)}`;
  };
  const refuse = (code: number) => {
    if (!SILENT_ENDS.includes(code)) return;
    say(`error of the suite itself: it ended without a verdict${stray}`);
    process.exitCode = OWN_ERROR;
  };
  process.on('uncaughtExceptionMonitor', remember).on('exit', refuse);
  return () => {
    process.off('uncaughtExceptionMonitor', remember).off('exit', refuse);
  };
}
