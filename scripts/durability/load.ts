import { type Answer, enumeration, type Item, integer, past, send, structure, text } from './kmip.ts';
import { type Facts, type Memory, type Remembered, remember } from './memory.ts';

/** One request, and what its acknowledgement means. */
interface Step {
  readonly name: string;
  readonly payload: readonly Item[];
  /** The object that it changes, and into what. */
  readonly change?: { readonly object: Remembered; readonly facts: Facts };
  /** @returns the objects that it made */
  readonly acknowledged: (answer: Answer) => readonly Remembered[];
}

const algorithm = (name: string): Item => enumeration('CryptographicAlgorithm', name);
const uid = (id: string): Item => text('UniqueIdentifier', id);

const create = (memory: Memory): Step => ({
  name: 'Create',
  payload: [
    enumeration('ObjectType', 'SymmetricKey'),
    structure(
      'Attributes',
      algorithm('AES'),
      integer('CryptographicLength', 256),
      integer('CryptographicUsageMask', 12),
      past,
    ),
  ],
  acknowledged: (answer) => [remember(memory, answer.leaf('UniqueIdentifier'), 'SymmetricKey')],
});

const createPair = (memory: Memory): Step => ({
  name: 'CreateKeyPair',
  payload: [structure('CommonAttributes', algorithm('Ed25519'), integer('CryptographicUsageMask', 3), past)],
  acknowledged: (answer) => [
    remember(memory, answer.leaf('PrivateKeyUniqueIdentifier'), 'PrivateKey'),
    remember(memory, answer.leaf('PublicKeyUniqueIdentifier'), 'PublicKey'),
  ],
});

const reKey = (memory: Memory, object: Remembered): Step => ({
  name: 'ReKey',
  payload: [uid(object.id)],
  /** The replacement takes over the comment. */
  acknowledged: (answer) => [
    remember(memory, answer.leaf('UniqueIdentifier'), 'SymmetricKey', object.facts.comment),
  ],
});

const changing = (
  name: string,
  object: Remembered,
  facts: Partial<Facts>,
  ...more: readonly Item[]
): Step => {
  const next = { ...object.facts, ...facts };
  return {
    name,
    payload: [uid(object.id), ...more],
    change: { object, facts: next },
    acknowledged: () => {
      object.facts = next;
      object.unanswered = undefined;
      return [];
    },
  };
};

const revoke = (object: Remembered): Step =>
  changing(
    'Revoke',
    object,
    { state: 'Deactivated' },
    structure('RevocationReason', enumeration('RevocationReasonCode', 'Superseded')),
  );

const comment = (object: Remembered, value: string): Step =>
  changing('SetAttribute', object, { comment: value }, structure('NewAttribute', text('Comment', value)));

function nextStep(memory: Memory, own: readonly Remembered[], random: () => number): Step {
  const object = own[Math.floor(random() * own.length)];
  const choice = random();
  if (object === undefined || choice < 0.3) return choice < 0.2 ? create(memory) : createPair(memory);
  if (object.facts.state === 'Deactivated') return changing('Destroy', object, { state: 'Destroyed' });
  if (object.facts.state !== 'Active') return create(memory);
  if (choice < 0.5) return comment(object, String(random()));
  if (choice < 0.7) return revoke(object);
  return object.kind === 'SymmetricKey' ? reKey(memory, object) : create(memory);
}

/**
 * One client that sends until the server goes away. No two clients share an object, so that at most one request of each
 * object is unanswered.
 * @returns how many requests were acknowledged
 */
export async function runClient(
  url: string,
  memory: Memory,
  share: readonly Remembered[],
  random: () => number,
): Promise<number> {
  const own = [...share];
  for (let acknowledged = 0; ; acknowledged += 1) {
    const step = nextStep(memory, own, random);
    const { change } = step;
    if (change !== undefined) {
      change.object.unanswered = change.facts;
      memory.touched.add(change.object);
    }
    let answer: Answer | undefined;
    try {
      [answer] = await send(url, [step]);
    } catch {
      return acknowledged;
    }
    if (answer?.ok !== true) throw new Error(`${step.name} failed: ${answer?.leaf('ResultMessage')}`);
    own.push(...step.acknowledged(answer));
  }
}
