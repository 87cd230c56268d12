/** What a client may expect of one object. */
export interface Facts {
  readonly state: string;
  readonly comment: string | undefined;
}

/** An object that the server acknowledged. */
export interface Remembered {
  readonly id: string;
  readonly kind: 'SymmetricKey' | 'PrivateKey' | 'PublicKey';
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

export function remember(
  memory: Memory,
  id: string | undefined,
  kind: Remembered['kind'],
  comment?: string,
): Remembered {
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
