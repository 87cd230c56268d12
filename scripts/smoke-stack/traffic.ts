/** How often each operation is sent; all differ, so that a wrong sum names its cause. */
export const SENT = { Create: 4, Encrypt: 2, Get: 1 } as const;

/** Sends known traffic to a KMS that nobody else uses. @throws Error for an answer that is not as expected */
export async function sendTraffic(kms: string): Promise<void> {
  const made: string[] = [];
  for (let count = 0; count < SENT.Create; count += 1) made.push(identifierIn(await kmip(kms, CREATE)));
  for (let count = 0; count < SENT.Encrypt; count += 1) await kmip(kms, encrypt(made[0] ?? ''));
  for (let count = 0; count < SENT.Get; count += 1) await kmip(kms, get(made[1] ?? ''));
}

interface Item {
  readonly tag: string;
  readonly type: string;
  readonly value: unknown;
}

const item = (tag: string, type: string, value: unknown): Item => ({ tag, type, value });

const CREATE = item('Create', 'Structure', [
  item('ObjectType', 'Enumeration', 'SymmetricKey'),
  item('Attributes', 'Structure', [
    item('CryptographicAlgorithm', 'Enumeration', 'AES'),
    item('CryptographicLength', 'Integer', 256),
    // Encrypt and Decrypt.
    item('CryptographicUsageMask', 'Integer', 12),
    item('ActivationDate', 'DateTime', '2020-01-01T00:00:00Z'),
  ]),
]);

const encrypt = (id: string): Item =>
  item('Encrypt', 'Structure', [
    item('UniqueIdentifier', 'TextString', id),
    item('Data', 'ByteString', '00112233445566778899AABBCCDDEEFF'),
  ]);

const get = (id: string): Item => item('Get', 'Structure', [item('UniqueIdentifier', 'TextString', id)]);

const ANSWER_LIMIT_MS = 10_000;

async function kmip(kms: string, request: Item): Promise<string> {
  const answer = await fetch(`${kms}/kmip/2_1`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
    signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
  });
  const text = await answer.text();
  if (answer.status !== 200)
    throw new Error(`${request.tag} was answered with ${answer.status}: ${text.slice(0, 300)}`);
  return text;
}

function identifierIn(text: string): string {
  const [, id] = /"UniqueIdentifier"[^}]*"value"\s*:\s*"([^"]+)"/.exec(text) ?? [];
  if (id === undefined) throw new Error(`the answer names no object: ${text.slice(0, 300)}`);
  return id;
}
