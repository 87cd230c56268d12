import { CERTIFICATES, type CertificateVariant, STATUS_CODES, type StatusName, type Step } from './step.ts';

/** A script that cannot be read; the message shows the line as it was written, and what may stand there. */
export class ScriptError extends Error {
  override readonly name = 'ScriptError';
}

/** Steps of one script; a repetition counts as often as it repeats. */
export const MAX_STEPS = 10_000;

/** Longest delay, or pause that RetryInfo asks for. */
const MAX_SECONDS = 3_600;

const PLAIN = ['ok', 'black-hole', 'reset', 'goaway', 'oversize'] as const;

const FORMS = [
  'ok',
  'a gRPC status (UNAVAILABLE)',
  'a gRPC status with a pause (UNAVAILABLE retry-after 0.2s)',
  'partial 3 rejected',
  'delay 1s',
  'black-hole',
  'reset',
  'goaway',
  'oversize',
  `certificate ${CERTIFICATES.join('|')}`,
].join(', ');

/**
 * What a collector does with the calls that come, one line each; what comes after the last line is taken. A line may
 * begin with "3 times"; empty lines and what follows a # do not count.
 * @throws ScriptError
 */
export function parseScript(text: string): readonly Step[] {
  const steps = text.split('\n').flatMap((line, index) => stepsIn(line, index + 1));
  if (steps.length > MAX_STEPS)
    throw new ScriptError(`the script has ${steps.length} steps; at most ${MAX_STEPS} are read`);
  return steps;
}

function stepsIn(line: string, number: number): readonly Step[] {
  const words = line.replace(/#.*/, '').trim();
  if (words === '') return [];
  const refuse = (problem: string): never => {
    throw new ScriptError(`line ${number} of the script, ${JSON.stringify(line.trim())}: ${problem}`);
  };
  const [, times, rest = words] = /^(\d+) times (.+)$/.exec(words) ?? [];
  const count = times === undefined ? 1 : Number(times);
  if (count < 1 || count > MAX_STEPS) refuse(`a step is repeated 1 to ${MAX_STEPS} times`);
  const step = stepOf(rest, refuse);
  return Array.from({ length: count }, () => step);
}

function stepOf(words: string, refuse: (problem: string) => never): Step {
  const [first = '', ...rest] = words.split(/\s+/);
  const plain = PLAIN.find((kind) => kind === first);
  if (plain !== undefined && rest.length === 0) return { kind: plain };
  if (isStatus(first)) return statusStep(first, rest, refuse);
  if (first === 'partial' && rest.length === 2 && rest[1] === 'rejected' && isWhole(rest[0]))
    return { kind: 'partial', rejected: Number(rest[0]) };
  if (first === 'delay' && rest.length === 1) return { kind: 'delay', ms: milliseconds(rest[0], refuse) };
  if (first === 'certificate' && rest.length === 1) {
    const variant = CERTIFICATES.find((name) => name === rest[0]) as CertificateVariant | undefined;
    if (variant !== undefined) return { kind: 'certificate', variant };
  }
  return refuse(`there is no such step; a step is ${FORMS}`);
}

function statusStep(status: StatusName, rest: readonly string[], refuse: (problem: string) => never): Step {
  if (rest.length === 0) return { kind: 'status', status, retryAfterMs: undefined };
  const [word, time] = rest;
  if (word !== 'retry-after' || rest.length !== 2)
    refuse(`after a status may stand only "retry-after" and a time, for example ${status} retry-after 0.2s`);
  return { kind: 'status', status, retryAfterMs: milliseconds(time, refuse) };
}

const isStatus = (word: string): word is StatusName => Object.hasOwn(STATUS_CODES, word);

const isWhole = (word: string | undefined): boolean => /^\d{1,9}$/.test(word ?? '');

function milliseconds(word: string | undefined, refuse: (problem: string) => never): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(word ?? '') ?? [];
  const ms = Number(number) * (unit === 's' ? 1000 : 1);
  if (number === undefined || ms > MAX_SECONDS * 1000)
    refuse(`${JSON.stringify(word ?? '')} is no time: write 0.2s or 200ms, at most ${MAX_SECONDS}s`);
  return ms;
}
