/** An item of KMIP's JSON encoding. It is written here once more: what is found out with it is independent of the project. */
export interface Item {
  readonly tag: string;
  readonly type?: string;
  readonly value: string | number | readonly Item[];
}

export const structure = (tag: string, ...value: readonly Item[]): Item => ({ tag, value });
export const text = (tag: string, value: string): Item => ({ tag, type: 'TextString', value });
export const enumeration = (tag: string, value: string): Item => ({ tag, type: 'Enumeration', value });
export const integer = (tag: string, value: number): Item => ({ tag, type: 'Integer', value });
export const past: Item = { tag: 'ActivationDate', type: 'DateTime', value: '2024-01-01T00:00:00Z' };

export interface Operation {
  readonly name: string;
  readonly payload: readonly Item[];
}

export interface Answer {
  readonly ok: boolean;
  /** The first leaf of that tag; undefined when there is none. */
  readonly leaf: (tag: string) => string | undefined;
}

function leaf(item: Item, tag: string): string | undefined {
  if (typeof item.value !== 'object') return item.tag === tag ? String(item.value) : undefined;
  for (const child of item.value) {
    const found = leaf(child, tag);
    if (found !== undefined) return found;
  }
  return undefined;
}

const message = (operations: readonly Operation[]): Item =>
  structure(
    'RequestMessage',
    structure(
      'RequestHeader',
      structure('ProtocolVersion', integer('ProtocolVersionMajor', 2), integer('ProtocolVersionMinor', 1)),
      enumeration('BatchErrorContinuationOption', 'Continue'),
      integer('BatchCount', operations.length),
    ),
    ...operations.map(({ name, payload }) =>
      structure('BatchItem', enumeration('Operation', name), structure('RequestPayload', ...payload)),
    ),
  );

/** Sends operations as one message. Rejects when the server goes away before it has answered. */
export async function send(url: string, operations: readonly Operation[]): Promise<readonly Answer[]> {
  const response = await fetch(`${url}/kmip/2_1`, {
    method: 'POST',
    body: JSON.stringify(message(operations)),
  });
  const root = (await response.json()) as Item;
  const items = typeof root.value === 'object' ? root.value.filter(({ tag }) => tag === 'BatchItem') : [];
  return items.map((item) => ({
    ok: leaf(item, 'ResultStatus') === 'Success',
    leaf: (tag) => leaf(item, tag),
  }));
}
