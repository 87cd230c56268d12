/** What a client may expect of one object. */
export interface Facts {
  readonly state: string;
  readonly comment: string | undefined;
}

export type Kind = 'SymmetricKey' | 'PrivateKey' | 'PublicKey';

/** A new object, which is active from the start. */
export interface Made {
  readonly kind: Kind;
  readonly comment: string | undefined;
}

/** An object that the server acknowledged, or that was found after a restart and is accounted for. */
export interface Remembered {
  readonly id: string;
  readonly kind: Kind;
  /** As acknowledged last. */
  facts: Facts;
  /** As a request would make it that was not answered: both are right, nothing else is. */
  unanswered: Facts | undefined;
}

/** Everything that the clients of one run were told. */
export interface Memory {
  readonly objects: Map<string, Remembered>;
  /** Touched since the last restart. */
  readonly touched: Set<Remembered>;
}

export const newMemory = (): Memory => ({ objects: new Map(), touched: new Set() });

export function remember(memory: Memory, id: string | undefined, { kind, comment }: Made): Remembered {
  if (id === undefined) throw new Error(`an acknowledged ${kind} came without an identifier`);
  const object: Remembered = {
    id,
    kind,
    facts: { state: 'Active', comment },
    unanswered: undefined,
  };
  memory.objects.set(id, object);
  memory.touched.add(object);
  return object;
}

const same = (one: Facts, other: Facts | undefined): boolean =>
  one.state === other?.state && one.comment === other.comment;

/** Settles what a restart showed. @returns what is wrong, undefined when nothing is */
export function settle(object: Remembered, seen: Facts): string | undefined {
  const { facts, unanswered } = object;
  if (!same(seen, facts) && !same(seen, unanswered)) {
    return `${object.id} is ${JSON.stringify(seen)}, acknowledged was ${JSON.stringify(facts)}`;
  }
  object.facts = seen;
  object.unanswered = undefined;
  return undefined;
}

/** The two counts that the server exports. */
export interface Counts {
  readonly objects: number;
  readonly activeKeys: number;
}

/** Every object is a key: what is not destroyed is an object, what is active an active key. */
export function countsOf({ objects }: Memory): Counts {
  const states = [...objects.values()].map(({ facts }) => facts.state);
  return {
    objects: states.filter((state) => state !== 'Destroyed').length,
    activeKeys: states.filter((state) => state === 'Active').length,
  };
}
