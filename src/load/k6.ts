import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { K6Error } from './errors.ts';

export interface K6Run {
  readonly program: string;
  readonly plan: object;
  /** PEM of the authority of the target's certificate. */
  readonly authority: string | undefined;
  /** Where k6 writes its own report, a page. */
  readonly html: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** What k6 prints. */
  readonly say: (text: string) => void;
}

export interface K6Result {
  /** JSON, of --summary-export. */
  readonly summary: string;
  /** Whether what the script promises of times and refusals held. */
  readonly thresholdsHeld: boolean;
}

/** The script; beside src in the repository and beside dist/src in the package. */
const SCRIPT = fileURLToPath(new URL('../../load/kmip.js', import.meta.url));

/** Exit codes of k6: thresholds were crossed; the script has ended the test. */
const THRESHOLDS_CROSSED = 99;
const ABORTED_BY_SCRIPT = 108;

/**
 * The program: K6 of the environment, else k6 in PATH.
 * @throws K6Error with the remedy
 */
export async function findK6({ K6, PATH = '' }: NodeJS.ProcessEnv): Promise<string> {
  const candidates = K6 === undefined ? PATH.split(delimiter).map((folder) => join(folder, 'k6')) : [K6];
  for (const candidate of candidates) if (await isProgram(candidate)) return candidate;
  throw new K6Error(
    K6 === undefined
      ? 'k6 is not in PATH: install it (https://grafana.com/docs/k6/latest/set-up/install-k6/), or name the program in the environment variable K6'
      : `K6=${K6} is no program that can be run`,
  );
}

const isProgram = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );

/** Runs k6 to its end. @throws K6Error with its last lines */
export async function runK6({ program, plan, authority, html, signal, say }: K6Run): Promise<K6Result> {
  const folder = await mkdtemp(join(tmpdir(), 'kms-conformance-k6-'));
  try {
    const planFile = join(folder, 'plan.json');
    const summaryFile = join(folder, 'summary.json');
    const authorityFile = join(folder, 'authority.pem');
    await writeFile(planFile, JSON.stringify(plan), { mode: 0o600 });
    if (authority !== undefined) await writeFile(authorityFile, authority);
    const args = [
      'run',
      '--quiet',
      '--no-usage-report',
      '--env',
      `PLAN=${planFile}`,
      '--summary-export',
      summaryFile,
    ];
    const child = spawn(program, [...args, SCRIPT], {
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        NO_COLOR: '1',
        ...(authority === undefined ? {} : { SSL_CERT_FILE: authorityFile }),
        ...(html === undefined
          ? {}
          : { K6_WEB_DASHBOARD: 'true', K6_WEB_DASHBOARD_PORT: '-1', K6_WEB_DASHBOARD_EXPORT: html }),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const interrupt = () => child.kill('SIGINT');
    signal?.addEventListener('abort', interrupt, { once: true });
    let last = '';
    const heard = (text: string) => {
      last = `${last}${text}`.slice(-KEPT_CHARACTERS);
      say(text);
    };
    child.stdout.setEncoding('utf8').on('data', heard);
    child.stderr.setEncoding('utf8').on('data', heard);
    const [code] = await once(child, 'close');
    signal?.removeEventListener('abort', interrupt);
    signal?.throwIfAborted();
    if (![0, THRESHOLDS_CROSSED, ABORTED_BY_SCRIPT].includes(code))
      throw new K6Error(`k6 ended with ${code ?? 'a signal'}; its last lines:\n${last.trimEnd()}`);
    return { summary: await readFile(summaryFile, 'utf8'), thresholdsHeld: code !== THRESHOLDS_CROSSED };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of what k6 prints, for an error. */
const KEPT_CHARACTERS = 2000;
