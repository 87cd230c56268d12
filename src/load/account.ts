import type { CheckResult } from '../judge/verdict.ts';
import { describe } from '../ledger/bounds.ts';
import { type Balance, describeBalance } from './conservation.ts';
import type { LoadFault } from './faults.ts';
import { HELD_MS } from './held.ts';
import type { Kept } from './kept.ts';

/** What is known of a fault when everything has come to rest. */
export type Incident =
  | {
      readonly fault: 'receiver-down';
      readonly seconds: number;
      /** Somebody was turned away who had something to push. */
      readonly wasMissed: boolean;
    }
  | {
      readonly fault: 'collector-restarted';
      readonly what: 'receiver';
      readonly times: number;
      /** Exports before the first time, and after the last. */
      readonly before: number;
      readonly after: number;
    }
  | {
      readonly fault: 'collector-restarted';
      readonly what: 'Collector';
      readonly seconds: number;
      /** Exports that it answered for, and those that it gave no answer to. */
      readonly taken: number;
      readonly untaken: number;
    }
  | { readonly fault: 'kms-killed'; readonly kept: readonly Kept[] }
  | {
      readonly fault: 'slow-disk';
      /** Writes that were held up. */
      readonly writes: bigint;
    }
  | {
      readonly fault: 'hsm-errors';
      /** Calls that the HSM refused. */
      readonly refused: bigint;
      /** Answers of the KMS that say so. */
      readonly told: bigint;
    };

/** What was asked of whom while something went wrong, what was kept, and what nobody can know. */
export interface FaultAccount {
  readonly fault: LoadFault;
  readonly asked: string;
  readonly kept: string;
  readonly unknown: string;
  /** What was promised and not kept, or why that cannot be told; undefined = nothing of the kind. */
  readonly broken: string | undefined;
}

/** What came of the requests meanwhile. */
interface Outcome {
  readonly answered: bigint;
  readonly lost: bigint;
  readonly balances: readonly Balance[];
  readonly results: readonly CheckResult[];
}

/** Pure. */
export function accountOf(incident: Incident, outcome: Outcome): FaultAccount {
  const { balances, answered, lost } = outcome;
  const wrong = balances.filter(({ isKept }) => !isKept);
  const kept = balances.length - wrong.length;
  const balance = `${kept} of ${balances.length} instruments balance after ${answered} requests that were answered`;
  const withoutAnswer =
    lost === 0n ? [] : [`whether ${lost} requests that had no answer were done, and counted`];
  const { asked, unknown = [], ...told } = TELL[incident.fault](incident as never, outcome);
  const open = [...unknown, ...withoutAnswer];
  return {
    fault: incident.fault,
    asked,
    kept: told.kept === undefined ? balance : `${balance}; ${told.kept}`,
    unknown: open.length === 0 ? 'nothing' : open.join('; '),
    broken: told.broken ?? (wrong.length === 0 ? undefined : wrong.map(describeBalance).join('; ')),
  };
}

interface Told {
  readonly asked: string;
  readonly kept?: string | undefined;
  readonly unknown?: readonly string[] | undefined;
  readonly broken?: string | undefined;
}

type Tellers = {
  readonly [Fault in LoadFault]: (
    incident: Extract<Incident, { readonly fault: Fault }>,
    outcome: Outcome,
  ) => Told;
};

const notTestable = (why: string): string =>
  `not testable: ${why}; a longer load, or a KMS that pushes more often, would show it`;

const TELL: Tellers = {
  'receiver-down': ({ seconds, wasMissed }) => ({
    asked: `the receiver was away for ${seconds.toFixed(1)} s`,
    unknown: ['how the instruments stood in that time: what was pushed then found nobody'],
    broken: wasMissed ? undefined : notTestable('nobody was seen to push while the receiver was away'),
  }),
  'collector-restarted': (incident, outcome) =>
    incident.what === 'receiver' ? receiverRestarted(incident) : collectorRestarted(incident, outcome),
  'kms-killed': ({ kept }) => {
    const tooMuch = kept.filter(({ isTooMuch }) => isTooMuch);
    const short = kept.filter(({ sent, pushed }) => pushed < (sent.max ?? sent.min));
    return {
      asked: 'the KMS was killed half way and started again on its store, and sent as much once more',
      kept: `before it was killed, what its last push said of ${kept.length} instruments`,
      unknown:
        short.length === 0
          ? []
          : [`what was counted after that push, if at all: of ${short.map(describeKept).join(', ')}`],
      broken:
        tooMuch.length === 0
          ? undefined
          : `more was pushed than asked: ${tooMuch.map(describeKept).join(', ')}`,
    };
  },
  'slow-disk': ({ writes }, { balances }) => {
    const heldSeconds = (Number(writes) * HELD_MS) / 1000;
    const seconds = balances.find(({ instrument }) => instrument === DATABASE)?.seconds ?? 0;
    return {
      asked: `${writes} writes to the store took ${HELD_MS} ms longer each`,
      kept: `${DATABASE} says ${seconds.toFixed(2)} s, of which ${heldSeconds.toFixed(2)} s are those`,
      broken:
        writes === 0n
          ? notTestable('nothing was written while the disk was slow')
          : seconds < heldSeconds
            ? `${DATABASE} says ${seconds.toFixed(2)} s, and the disk alone took ${heldSeconds.toFixed(2)} s`
            : undefined,
    };
  },
  'hsm-errors': ({ refused, told }, { lost }) => ({
    asked: `the HSM refused ${refused} calls`,
    kept: `${told} answers say so, each counted as an operation and an error, none as an operation of the HSM`,
    broken:
      refused === 0n
        ? notTestable('nobody asked the HSM for anything while it refused')
        : told > refused || told + lost < refused
          ? `the HSM refused ${refused} calls, and ${told} answers say so`
          : undefined,
  }),
};

const DATABASE = 'kms.database.operation.duration';

const describeKept = ({ instrument, sent, pushed }: Kept): string =>
  `${instrument} ${pushed} of ${describe(sent)}`;

const LOSSLESS = 'collector/lossless';

const isPassed = (id: string, results: readonly CheckResult[]): boolean =>
  results.some(({ check, state }) => check.id === id && state === 'passed');

type Restarted = Extract<Incident, { readonly fault: 'collector-restarted' }>;

const receiverRestarted = ({
  times,
  before,
  after,
}: Extract<Restarted, { readonly what: 'receiver' }>): Told => ({
  asked: `the receiver was restarted ${times} times at its address, between ${before} exports before and ${after} after`,
  unknown: ['whether a push was under way at those moments: it came to nobody'],
  broken:
    times > 0 && before > 0 && after > 0
      ? undefined
      : notTestable('no exports came on both sides of a restart of the receiver'),
});

const collectorRestarted = (
  { seconds, taken, untaken }: Extract<Restarted, { readonly what: 'Collector' }>,
  { results }: Outcome,
): Told => ({
  asked: `the Collector was restarted, which took ${seconds.toFixed(1)} s; it was sent ${taken + untaken} exports`,
  kept: isPassed(LOSSLESS, results) ? `all ${taken} exports that it answered for were passed on` : undefined,
  unknown: [
    ...(untaken === 0 ? [] : [`whether it has passed on ${untaken} exports that it gave no answer to`]),
    'what it had counted of itself until then',
  ],
  broken:
    seconds === 0
      ? notTestable('the load was over before the Collector was restarted')
      : isPassed(LOSSLESS, results)
        ? undefined
        : `that all ${taken} exports were passed on that it answered for was not seen: ${LOSSLESS}`,
});
