import type { Effect, Entry, OperationFact } from '../ledger/entry.ts';

/** How often a request of the rehearsal was sent under load, and what came. */
export interface Counted {
  /** Answered as in the rehearsal. */
  readonly answered: bigint;
  /** Not answered at all: each may have been done or not. */
  readonly lost: bigint;
  /** Client times of those that were answered, added up. */
  readonly seconds: number;
}

/** Unix milliseconds by the suite's clock. */
export interface Period {
  /** Tells the objects of one load from those of another on the same store. */
  readonly name: string;
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
}

/**
 * What the load has to have done, as entries of the ledger: each kind of request once for those that were answered and
 * once for those that were lost. Objects that the rehearsal made and the load made again get names of their own.
 * @param rehearsed in the order of their sending
 * @param counted beside them
 */
export function entriesOf(
  rehearsed: readonly Entry[],
  counted: readonly Counted[],
  period: Period,
): readonly Entry[] {
  const made = new Set(rehearsed.flatMap(madeBy));
  return rehearsed.flatMap((entry, index) => {
    const { answered, lost, seconds } = counted[index] ?? { answered: 0n, lost: 0n, seconds: 0 };
    const once = { ...entry, sentAtUnixMs: period.fromUnixMs };
    return [
      ...(answered === 0n
        ? []
        : [
            {
              ...once,
              outcome: { ...statusOf(entry), kind: 'answered', atUnixMs: period.toUnixMs } as const,
              operations: entry.operations.map((fact) => repeated(fact, made, period.name, 0n, answered)),
              repeated: { times: answered, seconds },
            },
          ]),
      ...(lost === 0n
        ? []
        : [
            {
              ...once,
              // After those that were answered, which may have made what it was to be done to.
              sentAtUnixMs: period.toUnixMs,
              outcome: { kind: 'lost' } as const,
              operations: entry.operations.map((fact) => repeated(fact, made, period.name, answered, lost)),
              repeated: { times: lost, seconds: 0 },
            },
          ]),
    ];
  });
}

const statusOf = ({ outcome }: Entry) => ({
  status: outcome.kind === 'answered' ? outcome.status : undefined,
  targetDateUnixMs: undefined,
});

const madeBy = ({ operations }: Entry): readonly string[] =>
  operations.flatMap(({ effects }) =>
    effects.flatMap((effect) => (effect.kind === 'created' ? [effect.id] : [])),
  );

/**
 * What is done to objects of the load's own happens to another one each time, what the HSM does happens each time; the
 * rest is the same every time.
 */
function repeated(
  { operation, tag, failure, effects }: OperationFact,
  made: ReadonlySet<string>,
  period: string,
  first: bigint,
  times: bigint,
): OperationFact {
  const isOwn = (effect: Effect): boolean => 'id' in effect && made.has(effect.id);
  const isOfHsm = ({ kind }: Effect): boolean => kind === 'hsm';
  const copies = effects.some(isOwn)
    ? Array.from({ length: Number(times) }, (_, copy) => first + BigInt(copy))
    : [];
  return {
    operation,
    ...(tag === undefined ? {} : { tag }),
    failure,
    effects: [
      ...effects.filter((effect) => !isOwn(effect) && !isOfHsm(effect)),
      ...effects.filter(isOfHsm).flatMap((effect) => Array<Effect>(Number(times)).fill(effect)),
      ...copies.flatMap((copy) =>
        effects
          .filter(isOwn)
          .map((effect) => ('id' in effect ? { ...effect, id: `${effect.id}#${period}.${copy}` } : effect)),
      ),
    ],
  };
}
