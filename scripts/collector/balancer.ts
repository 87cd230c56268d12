import { equal } from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { hash } from '../../src/driver/calls.ts';
import { judgeEpochs } from '../../src/judge/judge.ts';
import { Child } from '../../src/testbed/child.ts';
import type { Instance } from '../../src/testbed/instance.ts';
import { observe } from '../../src/testbed/observe.ts';
import { freePort } from '../../src/testbed/port.ts';
import { referenceTarget } from '../../src/testbed/reference-target.ts';
import { execute } from '../images/execute.ts';
import { eventually } from '../smoke-stack/eventually.ts';
import type { Check } from './check.ts';
import type { Collector } from './collector.ts';
import { sendingTo } from './far-end.ts';
import { clientOf, startKms } from './kms.ts';
import type { Surroundings } from './surroundings.ts';

/** Seldom enough that a Collector has passed on one push before another takes the next. */
const INTERVAL_MS = 1_000;
const COLLECTORS = 3;
const LIMIT_MS = 60_000;
const STOP_GRACE_MS = 5_000;

/** The document: "Deploy multiple OTLP Collectors with load balancing". */
export const BALANCER_CHECKS: readonly Check[] = [
  {
    name: 'several Collectors behind HAProxy: whichever is killed or comes back, the totals behind them equal the ledger',
    run: killedOneByOne,
  },
];

async function killedOneByOne(here: Surroundings): Promise<void> {
  const { code } = await execute('haproxy', ['-v']);
  if (code !== 0) throw new Error('there is no HAProxy: install it (Debian: apt-get install haproxy)');
  const ports = await Promise.all(Array.from({ length: COLLECTORS }, freePort));
  const balanced = await freePort();
  const kms = await startKms({
    name: 'balanced',
    target: { ...referenceTarget(), testIntervalMs: INTERVAL_MS },
    url: () => ({ by: 'flag', flag: '--otlp', url: `http://127.0.0.1:${balanced}` }),
  });
  here.atTheEnd(() => kms.dispose());
  const overlays = [sendingTo(new URL(kms.collector.endpoint).host)];
  const collector = (port = 0) => here.collector({ port, overlays });
  const [first, second, third] = await Promise.all(ports.map(collector));
  if (first === undefined || second === undefined || third === undefined) throw new Error('unreachable');
  await balance(here, balanced, ports);

  const inTurn = (all: readonly Collector[]) =>
    eventually({
      ask: async () => all.map(({ log }) => passedOn(log())),
      wanted: (counts) => counts.every((count) => count > 0),
      what: 'each Collector to have passed on metrics',
      limitMs: LIMIT_MS,
      signal: here.signal,
    });
  await hashes(kms, 3);
  await inTurn([first, second, third]);
  await first.kill();
  await hashes(kms, 5);
  await arrivesBehind(here, kms);
  await second.kill();
  await hashes(kms, 7);
  await arrivesBehind(here, kms);
  const back = await Promise.all([collector(ports[0]), collector(ports[1])]);
  await third.kill();
  await hashes(kms, 11);
  await inTurn(back);
  await observe(kms, { final: true });
  const wrong = judgeEpochs(kms.records).flatMap((ruling) =>
    ruling.kind === 'finding' && OF_VALUES.test(ruling.check) ? [`${ruling.check}: ${ruling.message}`] : [],
  );
  equal(wrong.join('\n'), '');
}

/** When something arrives is up to the balancer; what arrives is not. */
const OF_VALUES = /\/(value|attributes)$|^closed-world\/balance$|^invariant\//;

/** Lines of the debug exporter. */
const passedOn = (log: string): number => log.split('"otelcol.signal": "metrics"').length - 1;

async function hashes(kms: Instance, times: number): Promise<void> {
  const client = await clientOf(kms, 'alice');
  for (let done = 0; done < times; done += 1) {
    const reply = await client.bare(hash(Buffer.alloc(16)));
    if (!reply.ok) throw new Error(`Hash failed: ${reply.failure.message}`);
  }
}

/** The next push that covers all of it has found its way. */
async function arrivesBehind(here: Surroundings, kms: Instance): Promise<void> {
  here.signal.throwIfAborted();
  await observe(kms);
}

async function balance(here: Surroundings, port: number, ports: readonly number[]): Promise<void> {
  const file = join(here.folder, 'haproxy.cfg');
  await writeFile(file, configuration(port, ports));
  const child = new Child({ program: 'haproxy', args: ['-db', '-f', file], env: {} });
  here.atTheEnd(() => child.stop(STOP_GRACE_MS));
  await eventually({
    ask: () => connectsTo(port),
    wanted: (does) => does,
    what: 'HAProxy to listen',
    limitMs: LIMIT_MS,
    signal: here.signal,
  }).catch(({ message }: Error) => {
    throw new Error(`${message}; it says:\n${child.logTail}`);
  });
}

async function connectsTo(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.destroy();
  return true;
}

/** HTTP/2 on both sides, each call to the next one; a call that was not answered goes to another. */
const configuration = (port: number, ports: readonly number[]): string => `defaults
  mode http
  timeout connect 2s
  timeout client 1m
  timeout server 1m
  retries 3
  option redispatch 1
  retry-on conn-failure empty-response
frontend otlp
  bind 127.0.0.1:${port} proto h2
  default_backend collectors
backend collectors
  balance roundrobin
${ports.map((one, index) => `  server collector${index + 1} 127.0.0.1:${one} proto h2 check inter 500ms fall 1 rise 1`).join('\n')}
`;
