import { nowUnixMs } from '../../driver/now.ts';
import { viewOf } from '../../judge/view.ts';
import type { Export } from '../../otlp/export.ts';
import { type Receiver, startReceiver } from '../../otlp/receiver.ts';
import type { Instance } from '../instance.ts';
import { observe } from '../observe.ts';
import { WaitError } from '../until.ts';
import type { Conveyed, MetricsToJaeger, StackEvidence } from './evidence.ts';
import { Forwarder, metricsMessage, OtlpSender, statusName } from './forwarder.ts';
import { judgeConveyed } from './judge-conveyed.ts';
import { judgeRest } from './judge-stack.ts';
import { lookAt, lookAtMetrics, passedOn, settled } from './look.ts';
import { countPoints } from './points.ts';
import { expectationOf, lookAtScreens, type Screens } from './screens.ts';
import type { Stack, StackMaker } from './stack.ts';

/** A stack beside a run: what one instance sends goes through it, and what it has made of that is looked at once. */
export class StackSession {
  readonly #behind: Promise<Receiver>;
  readonly #stack: Promise<Stack>;
  #forwarder: Promise<Forwarder> | undefined;
  #senders: OtlpSender[] = [];
  #instance: Instance | undefined;
  #evidence: Promise<StackEvidence> | undefined;
  #restarts = 0;

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

  /** The same of the metrics alone, whatever became of the Collector meanwhile; the last that is asked of the instance. */
  async conveyed(): Promise<Conveyed> {
    const { stack, forwarder, behind, record, moment } = await this.#atRest(true);
    const restarts = this.#restarts;
    const sent = restarts === 0 ? forwarder.sent : forwarder.taken;
    await passedOn(sent, behind);
    const known = {
      ...{ record, moment, sent, restarts, passed: [...behind.exports] },
      refusedByCollector: restarts === 0 ? forwarder.refused : [],
      unanswered: restarts === 0 ? [] : forwarder.untaken,
      exporters: stack.collector.exporters,
    };
    return settled(async () => ({ ...known, ...(await lookAtMetrics(stack, known)) }), judgeOpen);
  }

  /** How many exports the Collector has answered for so far, and how many it has not. */
  async answeredFor(): Promise<{ readonly taken: number; readonly untaken: number }> {
    const forwarder = await this.#forwarder;
    return { taken: forwarder?.taken.length ?? 0, untaken: forwarder?.untaken.length ?? 0 };
  }

  /** Restarts the Collector, while whoever pushes to it goes on. */
  async restartCollector(): Promise<void> {
    const { collector } = await this.#stack;
    this.#restarts += 1;
    await collector.restart();
  }

  /**
   * What was sent until an observation that covers all traffic, given to the Collector.
   * @param final no traffic comes after it
   */
  async #atRest(final: boolean) {
    const instance = this.#instance;
    if (instance === undefined || this.#forwarder === undefined)
      throw new WaitError('no instance sends to the stack: its scenarios need one that others share');
    const [stack, behind, forwarder] = await Promise.all([this.#stack, this.#behind, this.#forwarder]);
    const observation = await observe(instance, { final });
    await forwarder.endMetrics();
    const record = { ...instance.record, observations: [observation] };
    const moment = viewOf(record).moments.at(-1);
    return { stack, behind, forwarder, record, moment, last: record.exports[observation.exportCount - 1] };
  }

  async #gather(): Promise<StackEvidence> {
    const { stack, behind, forwarder, record, moment, last } = await this.#atRest(false);
    const { sent } = forwarder;
    await passedOn(sent, behind);
    const toJaeger = await this.#sendToJaeger(stack, last);
    const asWell = {
      ...{ record, moment, sent, toJaeger },
      refusedByCollector: forwarder.refused,
      passed: [...behind.exports],
      exporters: stack.collector.exporters,
    };
    const look = async (): Promise<Omit<StackEvidence, 'screens'>> => ({
      ...asWell,
      traceRequests: forwarder.traceRequests,
      ...(await lookAt(stack, asWell)),
    });
    const evidence = await settled(look, judgeRest);
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

/** What more time can mend. */
const judgeOpen = (conveyed: Conveyed) =>
  judgeConveyed(conveyed).filter(({ kind }) => kind !== 'not-testable');

async function screensOf(
  { grafana }: Stack,
  evidence: Pick<StackEvidence, 'moment' | 'sent'>,
): Promise<Screens> {
  const expectation = expectationOf(evidence);
  if (grafana === undefined) return { kind: 'not seen', reason: 'it is not part of this stack' };
  if (expectation === undefined) return { kind: 'not seen', reason: 'there is nothing to expect' };
  return lookAtScreens(grafana, expectation);
}
