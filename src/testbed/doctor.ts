import type { Contract } from '../contract/contract.ts';
import { query } from '../driver/calls.ts';
import { KmipClient } from '../driver/kmip-client.ts';
import { clockSkewMs } from '../judge/skew.ts';
import { Instance } from './instance.ts';
import type { Target } from './target.ts';
import { until, WaitError } from './until.ts';

/** One line of the doctor: a question, what was found, and what to do where it is not well. */
export interface Diagnosis {
  readonly question: string;
  readonly isWell: boolean;
  readonly found: string;
  readonly remedy?: string;
}

/** A first push comes within this many intervals, or none will. */
const PATIENCE_INTERVALS = 2;

/** Beyond this, times of the target and of the suite cannot be compared without knowing the difference. */
const HARMLESS_SKEW_MS = 1000;

/** Brings the target up and looks at each thing that a run needs; ends at the first without which nothing else can be seen. */
export async function* diagnose(
  target: Target,
  contract: Contract,
  patienceMs: number,
): AsyncGenerator<Diagnosis> {
  let instance: Instance;
  try {
    instance = await Instance.start({ name: 'doctor', target, contract, patienceMs });
  } catch (error) {
    if (!(error instanceof WaitError)) throw error;
    yield { question: 'KMS reachable', isWell: false, found: error.message, remedy: remedyOf(error.message) };
    return;
  }
  try {
    yield { question: 'KMS reachable', isWell: true, found: `${instance.baseUrl} answers` };
    yield await identity(instance);
    yield await pushed(instance);
    yield* names(instance, contract);
    yield clock(instance);
  } finally {
    await instance.dispose();
  }
}

/** What a failed start looks like, and what to do about it; the first that fits. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/could not be started/, 'name a program that exists: command:/path/to/program'],
  [/no container engine/, 'start Docker or Podman, or name the KMS as command:... or url:...'],
  [
    /ended with/,
    'it ended by itself: its log says why; compare with the arguments and the configuration of the target file',
  ],
  [
    /wrong version number|socket hang up|ECONNRESET|certificate|self.signed|SSL|TLS/i,
    'TLS on one side only, or a certificate that is not trusted: see https or http, [connection] ca_file, and by = "certificates"',
  ],
  [/ECONNREFUSED/, 'nobody listens there: give the KMS {{http_port}}, or name the right port in url:...'],
  [/ENOTFOUND|EAI_AGAIN/, 'the host is not known: name another one in url:...'],
];
const UNKNOWN_CAUSE = 'give it more start.ready_seconds, or name another start.ready_path';

const remedyOf = (message: string): string =>
  REMEDIES.find(([pattern]) => pattern.test(message))?.[1] ?? UNKNOWN_CAUSE;

async function identity(instance: Instance): Promise<Diagnosis> {
  const question = 'identity accepted';
  const who = await instance.identityOf('alice');
  const client = new KmipClient(instance.outlet(), who, instance, 'doctor');
  const reply = await client.bare(query());
  if (reply.ok) return { question, isWell: true, found: `Query as ${who.user} succeeded` };
  const { reason, message } = reply.failure;
  return {
    question,
    isWell: false,
    found: `Query as ${who.user} failed with ${reason}: ${message.split('\n')[0]}`,
    remedy:
      reason === 'PermissionDenied' || reason.startsWith('HTTP 40')
        ? 'say in [identities] how this KMS knows its users: tokens, certificates, default or given'
        : 'POST /kmip/2_1 must take KMIP 2.1 as JSON TTLV: see docs on what a target must speak',
  };
}

async function pushed(instance: Instance): Promise<Diagnosis> {
  const question = 'push received';
  const { collector } = instance;
  try {
    await until({
      check: () => (collector.exports.length > 0 || collector.wrongWays.length > 0 ? true : undefined),
      subscribe: (listener) => collector.subscribe(listener),
      timeoutMs: PATIENCE_INTERVALS * instance.intervalMs + instance.patienceMs,
      describe: () => `a push to ${collector.endpoint}`,
      ended: instance.ended,
    });
  } catch (error) {
    if (!(error instanceof WaitError)) throw error;
    const remedy = collector.wrongWays.some((way) => way.startsWith('tls'))
      ? TLS
      : `tell the KMS ${collector.endpoint} ({{otlp_url}}); see that it can reach that address, from inside its container or through its firewall`;
    return { question, isWell: false, found: `${error.message}${otherWays(collector.wrongWays)}`, remedy };
  }
  if (collector.exports.length > 0)
    return { question, isWell: true, found: 'OTLP/gRPC in clear text, first export seen' };
  return {
    question,
    isWell: false,
    found: `it pushes another way: ${collector.wrongWays.slice(0, 3).join(', ')}`,
    remedy: collector.wrongWays.some((way) => way.startsWith('tls'))
      ? TLS
      : 'set the protocol to grpc: the receiver takes no OTLP/HTTP',
  };
}

const TLS = 'give the address with http://, not https://: the receiver takes clear text';

const otherWays = (ways: readonly string[]): string =>
  ways.length === 0 ? '' : `; it tried ${ways.slice(0, 3).join(', ')}`;

function* names({ collector }: Instance, { instruments }: Contract): Generator<Diagnosis> {
  if (collector.exports.length === 0) return;
  const exported = new Set(
    collector.exports.flatMap(({ request }) =>
      request.resourceMetrics.flatMap(({ scopeMetrics }) =>
        scopeMetrics.flatMap(({ metrics }) => metrics.map(({ name }) => name)),
      ),
    ),
  );
  const known = instruments.filter(({ name }) => exported.has(name));
  const found = `${known.length} of ${instruments.length} documented instruments in the first export, ${exported.size - known.length} others`;
  yield {
    question: 'instruments known',
    isWell: known.length > 0,
    found,
    ...(known.length > 0
      ? {}
      : {
          remedy:
            'this is another service, or a profile with other names: name the profile in the target file',
        }),
  };
}

function clock({ ledger }: Instance): Diagnosis {
  const question = 'clocks agree';
  const skewMs = clockSkewMs(ledger.entries);
  if (skewMs === undefined) return { question, isWell: true, found: 'not known: its answers carry no Date' };
  const found =
    skewMs === 0
      ? 'within a second'
      : `the KMS is ${(Math.abs(skewMs) / 1000).toFixed(1)} s ${skewMs > 0 ? 'ahead' : 'behind'}`;
  const isWell = Math.abs(skewMs) <= HARMLESS_SKEW_MS;
  return {
    question,
    isWell,
    found,
    ...(isWell
      ? {}
      : { remedy: 'synchronise the clocks (NTP); the suite allows for the difference meanwhile' }),
  };
}
