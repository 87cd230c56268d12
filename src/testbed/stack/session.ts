import { nowUnixMs } from '../../driver/now.ts';
import { viewOf } from '../../judge/view.ts';
import type { Export } from '../../otlp/export.ts';
import { type Receiver, startReceiver } from '../../otlp/receiver.ts';
import type { Instance } from '../instance.ts';
import { observe } from '../observe.ts';
import { until, WaitError } from '../until.ts';
import { AnswerError, pageFrom } from './answers.ts';
import { alertQuestions, askAll, askFigures, dashboardQuestions, readBack } from './ask.ts';
import type { MetricsToJaeger, StackEvidence } from './evidence.ts';
import { readExposition } from './exposition.ts';
import { Forwarder, metricsMessage, OtlpSender, statusName } from './forwarder.ts';
import { tracesOf } from './jaeger.ts';
import { judgeRest } from './judge-stack.ts';
import { countPoints } from './points.ts';
import { PromApi } from './promql.ts';
import { expectationOf, lookAtScreens, type Screens } from './screens.ts';
import { serviceOf } from './service.ts';
import type { Stack, StackMaker } from './stack.ts';

/** How long the Collector may take to pass on what it has accepted; its batches wait for 0.2 s. */
const PASS_ON_TIMEOUT_MS = 20_000;

/** Prometheus scrapes the Collector every 15 s; spans leave a KMS in batches that wait for 5 s. */
const REST_TIMEOUT_MS = 40_000;

/** Between two looks at programs that tell nobody when they have something new. */
const LOOK_MS = 500;

/** A stack beside a run: what one instance sends goes through it, and what it has made of that is looked at once. */
export class StackSession {
  readonly #behind: Promise<Receiver>;
  readonly #stack: Promise<Stack>;
  #forwarder: Promise<Forwarder> | undefined;
  #senders: OtlpSender[] = [];
  #instance: Instance | undefined;
  #evidence: Promise<StackEvidence> | undefined;

  /** Begins to bring it up; `ready` tells when it is. */
  constructor(maker: StackMaker) {
    // Containers come over the bridge of the container engine, not over loopback.
    this.#behind = startReceiver({ host: '0.0.0.0', now: nowUnixMs });
    this.#stack = this.#behind.then(({ port }) => maker.start(port));
    this.#stack.catch(() => undefined);
  }

  /** @throws StackError, StartError */
  get ready(): Promise<Stack> {
    return this.#stack;
  }

  /** From here on what the instance sends, and has sent, is passed on as soon as the stack is there. */
  attach(instance: Instance): void {
    this.#instance = instance;
    this.#forwarder = this.#stack.then(
      ({ collector }) => new Forwarder(instance.collector, this.#senderTo(collector.otlp)),
    );
    this.#forwarder.catch(() => undefined);
  }

  /** Everything that is known when no traffic is under way any more; gathered once, for whoever asks. */
  evidence(): Promise<StackEvidence> {
    this.#evidence ??= this.#gather();
    return this.#evidence;
  }

  /** The same, where somebody has asked. */
  get gathered(): Promise<StackEvidence> | undefined {
    return this.#evidence;
  }

  /** Takes the stack away. */
  async close(): Promise<void> {
    await this.#forwarder?.then((forwarder) => forwarder.stop()).catch(() => undefined);
    for (const sender of this.#senders) sender.close();
    const stack = await this.#stack.catch(() => undefined);
    await stack?.stop();
    await (await this.#behind).stop();
  }

  #senderTo(address: string): OtlpSender {
    const sender = new OtlpSender(address);
    this.#senders.push(sender);
    return sender;
  }

  async #gather(): Promise<StackEvidence> {
    const instance = this.#instance;
    if (instance === undefined || this.#forwarder === undefined)
      throw new WaitError('no instance sends to the stack: its scenarios need one that others share');
    const [stack, behind, forwarder] = await Promise.all([this.#stack, this.#behind, this.#forwarder]);
    const observation = await observe(instance);
    await forwarder.endMetrics();
    const { sent } = forwarder;
    await passedOn(sent, behind);
    const record = { ...instance.record, observations: [observation] };
    const moment = viewOf(record).moments.at(-1);
    const last = record.exports[observation.exportCount - 1];
    const toJaeger = await this.#sendToJaeger(stack, last);
    const asWell = {
      record,
      moment,
      sent,
      refusedByCollector: forwarder.refused,
      passed: [...behind.exports],
      toJaeger,
    };
    const look = async (): Promise<Omit<StackEvidence, 'screens'>> => ({
      ...asWell,
      traceRequests: forwarder.traceRequests,
      ...(await lookAt(stack, asWell)),
    });
    const evidence = await settled(look);
    return { ...evidence, screens: await screensOf(stack, evidence) };
  }

  /** The last export, to Jaeger itself and to the pipeline that has nothing else behind it. */
  async #sendToJaeger(stack: Stack, exported: Export | undefined): Promise<MetricsToJaeger> {
    if (exported === undefined) return { answer: 'OK', details: '', points: 0 };
    const refusal = await this.#senderTo(stack.jaeger.otlp).send(metricsMessage(exported));
    const error = await this.#senderTo(stack.collector.toJaeger).send(metricsMessage(exported));
    if (error !== undefined)
      throw new WaitError(
        `the Collector did not take metrics for Jaeger: ${error.message}\n${stack.logTails()}`,
      );
    return { answer: statusName(refusal), details: refusal?.details ?? '', points: countPoints([exported]) };
  }
}

/**
 * Looks again and again until nothing is open any more, or it is plain that it will stay so. Who gives no answer at one
 * look may give it at the next.
 * @throws AnswerError where the last look had none
 */
async function settled<T extends Parameters<typeof judgeRest>[0]>(look: () => Promise<T>): Promise<T> {
  const deadline = nowUnixMs() + REST_TIMEOUT_MS;
  for (;;) {
    const isLast = nowUnixMs() >= deadline;
    const evidence = await look().catch((error: unknown) => {
      if (isLast || !(error instanceof AnswerError)) throw error;
    });
    if (evidence !== undefined && (isLast || judgeRest(evidence).every(({ kind }) => kind === 'exercised')))
      return evidence;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Waits until as many points have come out of the Collector as went in; what is missing then, the judge says. */
async function passedOn(sent: readonly Export[], behind: Receiver): Promise<void> {
  const wanted = countPoints(sent);
  await until({
    check: () => (countPoints(behind.exports) >= wanted ? true : undefined),
    subscribe: (listener) => behind.subscribe(listener),
    timeoutMs: PASS_ON_TIMEOUT_MS,
    describe: () => `${wanted} points behind the Collector`,
  }).catch((error: unknown) => {
    if (!(error instanceof WaitError)) throw error;
  });
}

async function lookAt(
  stack: Stack,
  { record, moment, sent }: Pick<StackEvidence, 'record' | 'moment' | 'sent'>,
) {
  const { contract } = record.setting;
  const api = new PromApi(stack.prometheus);
  // Prometheus keeps whole milliseconds, and cuts the rest off.
  const atUnixMs = Number((moment?.collection.timeUnixNano ?? 0n) / 1_000_000n);
  const range = { fromUnixMs: firstArrival(sent, atUnixMs), toUnixMs: nowUnixMs(), stepSeconds: 1 };
  const [ownMetrics, exposition, names, series, dashboards, figures, alerts, traces] = await Promise.all([
    pageFrom(stack.collector.ownMetrics).then(readExposition),
    pageFrom(stack.collector.exposition).then(readExposition),
    api.names(),
    readBack(api, contract, atUnixMs),
    askAll(api, dashboardQuestions(), range),
    askFigures(api, contract, atUnixMs),
    askAll(api, alertQuestions(contract), range),
    tracesOf(stack.jaeger.api, serviceOf(sent).name),
  ]);
  const { exporters } = stack.collector;
  return {
    exporters,
    ownMetrics,
    exposition,
    prometheus: { atUnixMs, names, series },
    dashboards,
    figures,
    alerts,
    traces,
  };
}

const firstArrival = (sent: readonly Export[], otherwise: number): number =>
  sent[0]?.arrivedAtUnixMs ?? otherwise;

async function screensOf(
  { grafana }: Stack,
  evidence: Pick<StackEvidence, 'moment' | 'sent'>,
): Promise<Screens> {
  const expectation = expectationOf(evidence);
  if (grafana === undefined) return { kind: 'not seen', reason: 'it is not part of this stack' };
  if (expectation === undefined) return { kind: 'not seen', reason: 'there is nothing to expect' };
  return lookAtScreens(grafana, expectation);
}
