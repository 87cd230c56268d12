import { execFile } from 'node:child_process';

export interface CommandResult {
  readonly ok: boolean;
  readonly stdout: string;
  /** Why it failed, in one line: its last words on standard error, or that it is missing or took too long. */
  readonly problem: string;
}

export interface CommandOptions {
  readonly timeoutMs: number;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
}

/** Runs a program to its end. Never throws. */
export type RunCommand = (
  file: string,
  args: readonly string[],
  options: CommandOptions,
) => Promise<CommandResult>;

export const runCommand: RunCommand = (file, args, { timeoutMs, input, ...options }) =>
  new Promise((done) => {
    const child = execFile(
      file,
      args,
      { ...options, timeout: timeoutMs, killSignal: 'SIGKILL' },
      (error, stdout, stderr) => {
        if (!error) return done({ ok: true, stdout, problem: '' });
        const said = stderr.trim().split('\n').at(-1) || error.message;
        const problem =
          error.code === 'ENOENT'
            ? `${file} is not installed`
            : error.killed
              ? `${file} did not end within ${timeoutMs / 1000} s`
              : `${file}: ${said}`;
        done({ ok: false, stdout, problem });
      },
    );
    // A child that dies before it reads its input is told by its exit code, not by the broken pipe.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
