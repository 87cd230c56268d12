import { type Answer, enumeration, type Item, integer, past, send, structure, text } from './kmip.ts';
import { type Facts, type Made, type Memory, type Remembered, remember } from './memory.ts';

/** One request, and what its acknowledgement means. */
interface Step {
  readonly name: string;
  readonly payload: readonly Item[];
  /** The object that it changes, and into what. */
  readonly change?: { readonly object: Remembered; readonly facts: Facts };
  /** The objects that it makes, by the tag under which the answer names each. */
  readonly makes?: Readonly<Record<string, Made>>;
}

const algorithm = (name: string): Item => enumeration('CryptographicAlgorithm', name);
const uid = (id: string): Item => text('UniqueIdentifier', id);

const create: Step = {
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
  makes: { UniqueIdentifier: { kind: 'SymmetricKey', comment: undefined } },
};

const createPair: Step = {
  name: 'CreateKeyPair',
  payload: [structure('CommonAttributes', algorithm('Ed25519'), integer('CryptographicUsageMask', 3), past)],
  makes: {
    PrivateKeyUniqueIdentifier: { kind: 'PrivateKey', comment: undefined },
    PublicKeyUniqueIdentifier: { kind: 'PublicKey', comment: undefined },
  },
};

const reKey = (object: Remembered): Step => ({
  name: 'ReKey',
  payload: [uid(object.id)],
  /** The replacement takes over the comment. */
  makes: { UniqueIdentifier: { kind: 'SymmetricKey', comment: object.facts.comment } },
});

const changing = (
  name: string,
  object: Remembered,
  facts: Partial<Facts>,
  ...more: readonly Item[]
): Step => ({
  name,
  payload: [uid(object.id), ...more],
  change: { object, facts: { ...object.facts, ...facts } },
});

const revoke = (object: Remembered): Step =>
  changing(
    'Revoke',
    object,
    { state: 'Deactivated' },
    structure('RevocationReason', enumeration('RevocationReasonCode', 'Superseded')),
  );

const comment = (object: Remembered, value: string): Step =>
  changing('SetAttribute', object, { comment: value }, structure('NewAttribute', text('Comment', value)));

function nextStep(own: readonly Remembered[], random: () => number): Step {
  const object = own[Math.floor(random() * own.length)];
  const choice = random();
  if (object === undefined || choice < 0.3) return choice < 0.2 ? create : createPair;
  if (object.facts.state === 'Deactivated') return changing('Destroy', object, { state: 'Destroyed' });
  if (object.facts.state !== 'Active') return create;
  if (choice < 0.5) return comment(object, String(random()));
  if (choice < 0.7) return revoke(object);
  return object.kind === 'SymmetricKey' ? reKey(object) : create;
}

/** @returns the objects that were made */
function acknowledge({ change, makes = {} }: Step, memory: Memory, answer: Answer): readonly Remembered[] {
  if (change !== undefined) {
    change.object.facts = change.facts;
    change.object.unanswered = undefined;
  }
  return Object.entries(makes).map(([tag, made]) => remember(memory, answer.leaf(tag), made));
}

/** What one client saw of one life of the server. */
export interface Witness {
  readonly acknowledged: number;
  /** What the request that was not answered makes, if the server got that far. */
  readonly mayHaveMade: readonly Made[];
}

/**
 * One client that sends until the server goes away. No two clients share an object, so that at most one request of each
 * object is unanswered.
 */
export async function runClient(
  url: string,
  memory: Memory,
  share: readonly Remembered[],
  random: () => number,
): Promise<Witness> {
  const own = [...share];
  for (let acknowledged = 0; ; acknowledged += 1) {
    const step = nextStep(own, random);
    const { change, makes = {} } = step;
    if (change !== undefined) {
      change.object.unanswered = change.facts;
      memory.touched.add(change.object);
    }
    let answer: Answer | undefined;
    try {
      [answer] = await send(url, [step]);
    } catch {
      return { acknowledged, mayHaveMade: Object.values(makes) };
    }
    if (answer?.ok !== true) throw new Error(`${step.name} failed: ${answer?.leaf('ResultMessage')}`);
    own.push(...acknowledge(step, memory, answer));
  }
}
