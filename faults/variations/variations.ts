import { fileURLToPath } from 'node:url';
import { collectionsOf } from '../../src/judge/collections.ts';
import type { EpochRecord } from '../../src/judge/record.ts';
import { clockSkewMs } from '../../src/judge/skew.ts';
import { restarted } from '../../src/testbed/restarted.ts';
import type { RunOptions } from '../../src/testbed/run.ts';
import type { ProxyOptions } from '../live/proxy.ts';
import * as rewritings from './rewritings.ts';

/** Something that telemetry may be like: whatever is judged, nothing may break. */
export interface Variation {
  readonly id: string;
  readonly words: string;
  readonly through: Omit<ProxyOptions, 'to'>;
  /** Checks that may report it: no more than a word about what the document leaves open. */
  readonly reported?: readonly string[];
  /** What only a run can show, because no record can be rewritten so; absent: a record is enough. */
  readonly live?: LiveVariation;
}

export interface LiveVariation {
  /** A program in place of the reference, with its first arguments. */
  readonly program?: readonly string[];
  /** Told to every instance in place of the target's own, milliseconds. */
  readonly testIntervalMs?: number;
  readonly prelude?: NonNullable<RunOptions['prelude']>;
  /** Whether an instance with these epochs was like that: in a run where none was, nothing has been shown. */
  readonly shows: (epochs: readonly EpochRecord[]) => boolean;
}

/** A slow machine: so long is each push on its way. */
const ON_THE_WAY_MS = 1500;

/** Longer than that: a pace that such a machine can keep. */
const UNHURRIED_INTERVAL_MS = 2000;

const ANOTHER_CLOCK = fileURLToPath(new URL('../server/another-clock.ts', import.meta.url));
const MINUTE_MS = 60_000;

/** A Date names whole seconds: half a minute cannot be mistaken for none. */
const isSkewed =
  (sign: 1 | -1): LiveVariation['shows'] =>
  (epochs) =>
    epochs.some(({ entries }) => sign * (clockSkewMs(entries) ?? 0) > MINUTE_MS / 2);

const intervalMs = ({ testIntervalMs, setting }: EpochRecord): number =>
  testIntervalMs ?? setting.contract.push.intervalSeconds * 1000;

const isEarly = (record: EpochRecord): boolean => {
  const [first] = record.exports;
  return (
    first !== undefined && first.arrivedAtUnixMs < record.process.firstAnswerAtUnixMs + intervalMs(record)
  );
};

/** It arrived so much later than it was collected. */
const isLate = ({ exports }: EpochRecord): boolean =>
  collectionsOf(exports).some(
    ({ arrivedAtUnixMs, timeUnixNano }) =>
      arrivedAtUnixMs - Number(timeUnixNano / 1_000_000n) >= ON_THE_WAY_MS,
  );

const otherClock = (id: string, words: string, sign: 1 | -1): Variation => ({
  ...{ id, words, through: { rewriting: rewritings.unchanged } },
  live: { program: [ANOTHER_CLOCK, String(sign * MINUTE_MS)], shows: isSkewed(sign) },
});

const rewritten = (
  id: string,
  words: string,
  rewriting: Variation['through']['rewriting'],
  reported: readonly string[] = [],
): Variation => ({ id, words, through: { rewriting }, reported });

export const VARIATIONS: readonly Variation[] = [
  rewritten('other-order', 'metrics, points and attributes come in another order', rewritings.reversed),
  rewritten('split', 'a collection comes in three requests', rewritings.split),
  {
    ...{ id: 'delta', words: 'every point says what came since the one before' },
    through: { rewriting: rewritings.asDeltas, keepsUnsent: true },
  },
  rewritten('own-starts', 'every series starts with its first measurement', rewritings.startsOfTheirOwn),
  rewritten('exemplars', 'points carry exemplars', rewritings.withExemplars),
  rewritten('resource-attributes', 'the resource says more', rewritings.moreResourceAttributes, [
    'origin/further-attributes',
  ]),
  rewritten('further-instruments', 'there are further instruments', rewritings.moreInstruments, [
    'catalogue/further-instruments',
  ]),
  rewritten('seeded', 'series stand at zero before anything has happened to them', rewritings.seeded),
  rewritten('doubles', 'counts come as doubles', rewritings.inDoubles, ['catalogue/number-type']),
  rewritten('twice', 'every request comes a second time', rewritings.twice),
  rewritten('exponential', 'histograms have exponential buckets', rewritings.exponential),
  rewritten('no-first-push', 'the push at the start is missing', rewritings.withoutFirst),
  {
    id: 'early',
    words: 'the first push comes before the first interval is over',
    through: { rewriting: rewritings.unchanged },
    live: { shows: (epochs) => epochs.some(isEarly) },
  },
  {
    id: 'gzip',
    words: 'every request comes in gzip',
    through: { rewriting: rewritings.unchanged, gzip: true },
    live: {
      shows: (epochs) =>
        epochs.some(({ exports }) =>
          exports.some(({ transport }) => transport.headers['grpc-encoding'] === 'gzip'),
        ),
    },
  },
  {
    id: 'slow',
    words: 'every push is on its way for a second and a half',
    through: { rewriting: rewritings.unchanged, delayMs: ON_THE_WAY_MS },
    live: { testIntervalMs: UNHURRIED_INTERVAL_MS, shows: (epochs) => epochs.some(isLate) },
  },
  {
    id: 'restart',
    words: 'every instance has been killed and started again before it is put to the test',
    through: { rewriting: rewritings.unchanged },
    live: { prelude: restarted, shows: (epochs) => epochs.length > 1 },
  },
  otherClock('clock-ahead', "the target's clock is a minute ahead of the suite's", 1),
  otherClock('clock-behind', "the target's clock is a minute behind the suite's", -1),
];
