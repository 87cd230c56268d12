import { nowUnixMs } from '../../driver/now.ts';
import type { Moment } from '../../judge/moment.ts';
import type { Export } from '../../otlp/export.ts';
import type { Receiver } from '../../otlp/receiver.ts';
import { until, WaitError } from '../until.ts';
import { AnswerError, pageFrom } from './answers.ts';
import { alertQuestions, askAll, askFigures, dashboardQuestions, readBack } from './ask.ts';
import type { StackEvidence } from './evidence.ts';
import { readExposition } from './exposition.ts';
import { tracesOf } from './jaeger.ts';
import { countPoints } from './points.ts';
import { PromApi } from './promql.ts';
import type { StackRuling } from './ruling.ts';
import { serviceOf } from './service.ts';
import type { Stack } from './stack.ts';

/** How long the Collector may take to pass on what it has accepted; its batches wait for 0.2 s. */
const PASS_ON_TIMEOUT_MS = 20_000;

/** Prometheus scrapes the Collector every 15 s; spans leave a KMS in batches that wait for 5 s. */
const REST_TIMEOUT_MS = 40_000;

/** Between two looks at programs that tell nobody when they have something new. */
const LOOK_MS = 500;

/**
 * Looks again and again until nothing is open any more, or it is plain that it will stay so. Who gives no answer at one
 * look may give it at the next.
 * @throws AnswerError where the last look had none
 */
export async function settled<T>(
  look: () => Promise<T>,
  judge: (seen: T) => readonly StackRuling[],
): Promise<T> {
  const deadline = nowUnixMs() + REST_TIMEOUT_MS;
  for (;;) {
    const isLast = nowUnixMs() >= deadline;
    const seen = await look().catch((error: unknown) => {
      if (isLast || !(error instanceof AnswerError)) throw error;
    });
    if (seen !== undefined && (isLast || judge(seen).every(({ kind }) => kind === 'exercised'))) return seen;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Waits until as many points have come out of the Collector as went in; what is missing then, the judge says. */
export async function passedOn(sent: readonly Export[], behind: Receiver): Promise<void> {
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

type Known = Pick<StackEvidence, 'record' | 'moment' | 'sent'>;

/** What the Collector counts of itself, and what Prometheus says at the time of the last observation. */
export async function lookAtMetrics(stack: Stack, { record, moment }: Pick<Known, 'record' | 'moment'>) {
  const atUnixMs = timeOf(moment);
  const [ownMetrics, series] = await Promise.all([
    pageFrom(stack.collector.ownMetrics).then(readExposition),
    readBack(new PromApi(stack.prometheus), record.setting.contract, atUnixMs),
  ]);
  return { ownMetrics, prometheus: { atUnixMs, series } };
}

/** The same, and everything that is made of it. */
export async function lookAt(stack: Stack, known: Known) {
  const { record, moment, sent } = known;
  const { contract } = record.setting;
  const api = new PromApi(stack.prometheus);
  const atUnixMs = timeOf(moment);
  const range = { fromUnixMs: firstArrival(sent, atUnixMs), toUnixMs: nowUnixMs(), stepSeconds: 1 };
  const [metrics, exposition, names, dashboards, figures, alerts, traces] = await Promise.all([
    lookAtMetrics(stack, known),
    pageFrom(stack.collector.exposition).then(readExposition),
    api.names(),
    askAll(api, dashboardQuestions(), range),
    askFigures(api, contract, atUnixMs),
    askAll(api, alertQuestions(contract), range),
    tracesOf(stack.jaeger.api, serviceOf(sent).name),
  ]);
  const { ownMetrics, prometheus } = metrics;
  return {
    ownMetrics,
    exposition,
    prometheus: { ...prometheus, names },
    dashboards,
    figures,
    alerts,
    traces,
  };
}

/** Prometheus keeps whole milliseconds, and cuts the rest off. */
const timeOf = (moment: Moment | undefined): number =>
  Number((moment?.collection.timeUnixNano ?? 0n) / 1_000_000n);

const firstArrival = (sent: readonly Export[], otherwise: number): number =>
  sent[0]?.arrivedAtUnixMs ?? otherwise;
