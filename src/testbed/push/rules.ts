import type { Call } from '../../otlp/conversation.ts';
import { describeStep, type Step } from '../../otlp/script/step.ts';

/** Statuses after which an export is sent again: https://opentelemetry.io/docs/specs/otlp/#failures */
const RETRYABLE: ReadonlySet<string> = new Set([
  ...['CANCELLED', 'DEADLINE_EXCEEDED', 'ABORTED', 'OUT_OF_RANGE', 'UNAVAILABLE', 'DATA_LOSS'],
]);

/** What an exporter must make of an answer. */
export function meaningOf(step: Step): 'success' | 'retry' | 'final' | 'lost' {
  switch (step.kind) {
    case 'status':
      if (RETRYABLE.has(step.status)) return 'retry';
      return step.status === 'RESOURCE_EXHAUSTED' && step.retryAfterMs !== undefined ? 'retry' : 'final';
    case 'partial':
    case 'oversize':
      return 'final';
    case 'black-hole':
    case 'reset':
      return 'lost';
    default:
      return 'success';
  }
}

/**
 * The same export: of the same collection, and as long. Another export has a later collection, or is another part of
 * this one; a map written in another order has the same length.
 */
const isSame = (one: Call, other: Call): boolean =>
  one.collectionUnixNano === other.collectionUnixNano && one.bytes === other.bytes;

const after = (calls: readonly Call[], call: Call): readonly Call[] => calls.slice(calls.indexOf(call) + 1);

/** A timer of the sender may be early by so much, because the answer is on its way before it is noted here. */
export const TIMER_TOLERANCE_MS = 20;

/** A pause that is shorter is none. */
export const LEAST_PAUSE_MS = 10;

/** The last of LEAST_GAPS pauses or more is longer than the first by this factor: room for half as much by chance. */
export const LEAST_GROWTH = 1.1;
export const LEAST_GAPS = 4;

/**
 * Pauses without jitter are alike: of LEAST_OUTAGES outages all but MOST_LENGTHENED, which a busy machine may lengthen,
 * are within LEAST_SPREAD of the shortest, and so for each of the last LEAST_ALIKE pauses. Those of who takes a fifth
 * more or less by chance are so once in half a million runs.
 */
export const LEAST_SPREAD = 0.04;
export const LEAST_OUTAGES = 6;
export const MOST_LENGTHENED = 2;
export const LEAST_ALIKE = 3;

/** Every rule gives sentences about what an exporter did wrong in these calls. */
export type ConversationRule = (calls: readonly Call[]) => readonly string[];

/** Who may try again does. */
export const retried: ConversationRule = (calls) =>
  calls
    .filter((call) => meaningOf(call.step) === 'retry')
    .filter((call) => !after(calls, call).some((later) => isSame(later, call)))
    .map((call) => `after ${nameOf(call)} the same export did not come again`);

/** Who must not try again does not. */
export const finalIsFinal: ConversationRule = (calls) =>
  calls
    .filter((call) => meaningOf(call.step) === 'final')
    .filter((call) => after(calls, call).some((later) => isSame(later, call)))
    .map((call) => `after ${nameOf(call)} the same export came again, although that answer is final`);

/** The pause that the collector asks for is kept. */
export const pausesAsTold: ConversationRule = (calls) =>
  calls.flatMap((call) => {
    if (call.step.kind !== 'status' || call.step.retryAfterMs === undefined) return [];
    if (meaningOf(call.step) !== 'retry') return [];
    const again = after(calls, call).find((later) => isSame(later, call));
    if (again === undefined) return [];
    const pausedMs = again.arrivedAtUnixMs - (call.endedAtUnixMs ?? call.arrivedAtUnixMs);
    if (pausedMs >= call.step.retryAfterMs - TIMER_TOLERANCE_MS) return [];
    return [`after ${nameOf(call)} the same export came again ${pausedMs.toFixed(0)} ms later`];
  });

/** The pauses between attempts at one export, for every export that took enough of them. */
export const outagesIn = (calls: readonly Call[]): readonly (readonly number[])[] => {
  const first = calls.filter(
    (call, index) => !calls.slice(0, index).some((earlier) => isSame(earlier, call)),
  );
  return first
    .map((call) => calls.filter((other) => isSame(other, call)))
    .map((attempts) =>
      attempts
        .slice(1)
        .map((attempt, index) => attempt.arrivedAtUnixMs - (attempts[index]?.endedAtUnixMs ?? Number.NaN)),
    )
    .filter((gaps) => gaps.length >= LEAST_GAPS);
};

/** Pauses grow, and differ from one outage to the next. To be asked where there were LEAST_OUTAGES. */
export const backsOff: ConversationRule = (calls) => {
  const outages = outagesIn(calls);
  const hasty = outages.find((gaps) => Math.min(...gaps) < LEAST_PAUSE_MS);
  if (hasty !== undefined) return [`attempts came without a pause: ${inMs(hasty)}`];
  const flat = outages.filter((gaps) => (gaps.at(-1) ?? 0) <= (gaps[0] ?? 0) * LEAST_GROWTH);
  // A busy machine may lengthen the first pause beyond the last.
  const [first] = flat;
  if (first !== undefined && flat.length > (outages.length < LEAST_OUTAGES ? 0 : MOST_LENGTHENED))
    return [`pauses between attempts did not grow: ${inMs(first)}`];
  const judged = Array.from({ length: LEAST_ALIKE }, (_, index) =>
    outages.map((gaps) => gaps[LEAST_GAPS - LEAST_ALIKE + index] ?? 0),
  );
  if (!judged.every(areAlike)) return [];
  return [
    `pauses were the same in each of ${outages.length} outages, without jitter: ${outages.map(inMs).join('; ')}`,
  ];
};

/** A timer is late at times, and never early: those that were not lengthened are close to the shortest. */
const areAlike = (pauses: readonly number[]): boolean => {
  const most = Math.min(...pauses) * (1 + LEAST_SPREAD);
  return pauses.filter((pause) => pause <= most).length >= pauses.length - MOST_LENGTHENED;
};

/** There is never a second call while one is open. */
export const oneAtATime: ConversationRule = (calls) =>
  calls
    .filter(({ openBefore }) => openBefore > 0)
    .slice(0, 1)
    .map(({ number, openBefore }) => `call ${number} came while ${openBefore} more were open`);

/** A call that is never answered is given up, and others come. */
export const givesUp: ConversationRule = (calls) =>
  calls
    .filter(({ step }) => step.kind === 'black-hole')
    .flatMap((call) => [
      ...(call.endedAtUnixMs === undefined
        ? [`call ${call.number}, never answered, was never given up`]
        : []),
      ...(after(calls, call).length === 0
        ? [`after call ${call.number}, never answered, no other came`]
        : []),
      ...(call.headers['grpc-timeout'] === undefined
        ? [`call ${call.number} had no deadline (header grpc-timeout)`]
        : []),
    ]);

/** What follows a connection that was reset or told to go away comes over another. */
export const reconnects: ConversationRule = (calls) =>
  calls
    .filter(({ step }) => step.kind === 'reset' || step.kind === 'goaway')
    .flatMap((call) => {
      const [next] = after(calls, call);
      if (next === undefined) return [`after ${nameOf(call)} no other export came`];
      return next.connection === call.connection
        ? [`after ${nameOf(call)} the next export came over the same connection`]
        : [];
    });

const nameOf = ({ step, number }: Call): string => `${describeStep(step)} (call ${number})`;

const inMs = (gaps: readonly number[]): string => gaps.map((gap) => `${gap.toFixed(0)} ms`).join(', ');
