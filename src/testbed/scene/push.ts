import { nowUnixMs } from '../../driver/now.ts';
import type { Call } from '../../otlp/conversation.ts';
import { parseScript } from '../../otlp/script/parse.ts';
import type { CertificateVariant } from '../../otlp/script/step.ts';
import { scriptedWords } from '../../otlp/scripted-answer.ts';
import type { Instance } from '../instance.ts';
import { PUSHING_CLIENT } from '../push/push-access.ts';
import { backsOff, type ConversationRule, LEAST_GAPS, LEAST_OUTAGES, outagesIn } from '../push/rules.ts';
import { until } from '../until.ts';
import { waitingFor } from '../waiting.ts';
import { NotTestableError } from './expect.ts';
import type { Scene } from './scene.ts';

export { CERTIFICATES, type CertificateVariant } from '../../otlp/script/step.ts';

/** A step of a script is met within an interval, or after the longest back-off of who pushes every second. */
const LONGEST_STEP_MS = 5_000;

/** Log lines come through a pipe: they are looked for again after so long. */
const LOG_LOOK_MS = 50;

/** Where the script of a scenario begins in the conversation of an instance that others have had before. */
const beginnings = new WeakMap<Scene, number>();

/** From here on the collector answers as this script says, one line for each export. */
export function playScript(scene: Scene, lines: readonly string[]): void {
  const { conversation } = scene.instance.collector;
  beginnings.set(scene, conversation.calls.at(-1)?.number ?? 0);
  conversation.play(parseScript(lines.join('\n')));
}

/** The whole script was met, and an export was taken in the ordinary way afterwards. */
export async function untilPlayed({ instance }: Scene): Promise<void> {
  const { conversation } = instance.collector;
  const steps = conversation.left;
  await waitedFor(instance, steps, 'the rest of the script and one export after it', () => {
    const last = conversation.calls.at(-1);
    return conversation.left === 0 && last?.step.kind === 'ok' && last.endedAtUnixMs !== undefined;
  });
}

const waitedFor = (instance: Instance, steps: number, what: string, isSo: () => boolean) => {
  const { collector, intervalMs, patienceMs, ended, name } = instance;
  return waitingFor(instance, nowUnixMs, () =>
    until({
      check: () => isSo() || undefined,
      subscribe: (listener) => collector.conversation.subscribe(listener),
      timeoutMs: (steps + 2) * Math.min(intervalMs + LONGEST_STEP_MS, 2 * intervalMs + 1_000) + patienceMs,
      describe: () =>
        `${what} of ${name} (${collector.conversation.left} steps left, ${collector.conversation.calls.length} exports came)`,
      ended,
    }),
  );
};

/** @throws Error with what the rule finds */
export function expectRule(scene: Scene, rule: ConversationRule): void {
  const complaints = rule(callsOf(scene));
  if (complaints.length > 0) throw new Error(complaints.join('; '));
}

const callsOf = (scene: Scene): readonly Call[] => {
  const beginning = beginnings.get(scene) ?? 0;
  const calls = scene.instance.collector.conversation.calls.filter(({ number }) => number > beginning);
  if (calls.length === 0) throw new Error('no export came since the script began');
  return calls;
};

/** @throws NotTestableError where the exporter does not try often enough to show how its pauses grow */
export function expectBackOff(scene: Scene): void {
  const { length } = outagesIn(callsOf(scene));
  if (length < LEAST_OUTAGES)
    throw new NotTestableError(
      `${length} exports were tried more than ${LEAST_GAPS} times, ${LEAST_OUTAGES} are needed to see how pauses grow`,
    );
  expectRule(scene, backsOff);
}

/** Every refusal and every partial success is in the log of the KMS, in the words of the collector. */
export async function expectAnswersInLog(scene: Scene): Promise<void> {
  const { instance } = scene;
  const told = callsOf(scene).filter(({ step }) => step.kind === 'status' || step.kind === 'partial');
  if (told.length === 0) throw new Error('the collector refused nothing');
  for (const { step, number } of told) await untilLogged(instance, scriptedWords(step, number));
}

/** @throws WaitError where the KMS does not log these words in time */
async function untilLogged(
  instance: Instance,
  words: string | RegExp,
  { from = 0, unless = () => false, furtherMs = 0 }: LogWait = {},
): Promise<void> {
  const isThere = (): boolean => {
    const log = instance.log.slice(from);
    return typeof words === 'string' ? log.includes(words) : words.test(log);
  };
  const wait = {
    check: () => isThere() || unless() || undefined,
    subscribe: (listener: () => void) => {
      const timer = setInterval(listener, LOG_LOOK_MS);
      return () => clearInterval(timer);
    },
    timeoutMs: instance.intervalMs + furtherMs + instance.patienceMs,
    describe: () =>
      `a log line of ${instance.name} with ${typeof words === 'string' ? JSON.stringify(words) : words}`,
    ended: instance.ended,
  };
  await waitingFor(instance, nowUnixMs, () => until(wait));
}

interface LogWait {
  /** Where in the log it may begin, characters. */
  readonly from?: number;
  /** Then nothing needs to be logged any more. */
  readonly unless?: () => boolean;
  /** How much later than after one push interval it may come. */
  readonly furtherMs?: number;
}

/** What a line about a failed handshake speaks of, whatever TLS library wrote it. */
const OF_TLS = /certificate|tls|ssl|handshake|x509|authority|expired|not yet valid|self.signed/i;

/**
 * The collector shows this certificate to every connection until the log of the KMS says why nothing is pushed, and a
 * good one from then on: pushes over that are the positive control. One connection would not do, for who gets through
 * with the next one has nothing to say.
 */
export async function expectRefused({ instance }: Scene, variant: CertificateVariant): Promise<void> {
  const { conversation } = instance.collector;
  await untilPushed(instance);
  const [shaken, logged] = [conversation.handshakes.length, instance.log.length];
  const bad = () => conversation.handshakes.slice(shaken).filter((one) => one.variant === variant);
  const show = (): void => {
    const isShown = bad().every(({ outcome }) => outcome !== 'under way');
    if (conversation.left === 0 && isShown) conversation.play([{ kind: 'certificate', variant }]);
  };
  show();
  const stop = conversation.subscribe(show);
  try {
    await untilLogged(instance, OF_TLS, {
      from: logged,
      unless: () => bad().some(({ outcome }) => outcome === 'done'),
      furtherMs: instance.intervalMs + LONGEST_STEP_MS,
    });
  } finally {
    stop();
    conversation.end();
  }
  const taken = bad().find(({ outcome }) => outcome === 'done');
  if (taken !== undefined) {
    const sent = conversation.calls.filter(({ connection }) => connection === taken.number).length;
    throw new Error(
      `the KMS took the certificate "${variant}", and sent ${sent} exports over that connection`,
    );
  }
  await waitedFor(
    instance,
    LONGEST_RECONNECT_STEPS,
    `a push after the certificate "${variant}" was shown`,
    () =>
      conversation.handshakes
        .slice(shaken)
        .some(
          ({ number, variant: shown, outcome }) =>
            shown === undefined &&
            outcome === 'done' &&
            conversation.calls.some(({ connection }) => connection === number),
        ),
  );
}

/** A new connection may be a few seconds away (gRPC connection backoff), each counted as one step. */
const LONGEST_RECONNECT_STEPS = 3;

/** Everything came over TLS, by the name that the URL has. */
export async function expectTls({ instance }: Scene): Promise<void> {
  const { collector } = instance;
  const { hostname } = new URL(collector.endpoint);
  await untilPushed(instance);
  const names = collector.conversation.handshakes.flatMap(({ outcome, serverName }) =>
    outcome === 'done' ? [serverName] : [],
  );
  const other = names.find((name) => name !== hostname);
  if (names.some((name) => name !== hostname))
    throw new Error(`the KMS asked for the certificate of ${other ?? 'nobody'}, not of ${hostname} (SNI)`);
}

/** Not one connection to an https URL began in another way than TLS. */
export function expectNothingInClear({ instance }: Scene): void {
  const inClear = instance.collector.wrongWays.filter((way) => !way.startsWith('tls'));
  if (inClear.length > 0)
    throw new Error(`came to an https URL without TLS: ${inClear.slice(0, 3).join(', ')}`);
  if (instance.collector.conversation.handshakes.length === 0) throw new Error('nothing connected at all');
}

/** Every export came from whoever shows the certificate that the KMS was told to show. */
export async function expectClientCertificate({ instance }: Scene): Promise<void> {
  await untilPushed(instance);
  const { handshakes } = instance.collector.conversation;
  const [done] = handshakes.filter(({ outcome }) => outcome === 'done');
  if (done?.client !== PUSHING_CLIENT)
    throw new Error(
      `the certificate of ${done?.client ?? 'nobody'} was shown, not that of ${PUSHING_CLIENT}`,
    );
}

async function untilPushed(instance: Instance): Promise<void> {
  const { collector } = instance;
  await waitedFor(instance, LONGEST_RECONNECT_STEPS, 'a push over TLS', () => collector.exports.length > 0);
}

/** Each of these stands once in every export. */
export function expectHeaders({ instance }: Scene, headers: Readonly<Record<string, string>>): void {
  const { exports } = instance.collector;
  if (exports.length === 0) throw new Error('no export came');
  for (const { transport } of exports)
    for (const [name, value] of Object.entries(headers)) {
      const sent = transport.headers[name];
      if (sent === undefined) throw new Error(`an export came without the header ${name}`);
      if (sent !== value) throw new Error(`the header ${name} of an export is not what the KMS was told`);
    }
}

/** None of these stands in any export. */
export function expectNoHeaders({ instance }: Scene, names: readonly string[]): void {
  for (const { transport } of instance.collector.exports)
    for (const name of names)
      if (name in transport.headers) throw new Error(`the header ${name} came in clear text`);
}
