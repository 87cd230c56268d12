import {
  type Call,
  createKey,
  createKeyPair,
  encrypt,
  hash,
  locate,
  onObject,
  revoke,
  rngRetrieve,
  sign,
  USAGE,
} from '../driver/calls.ts';
import type { Instance } from '../testbed/instance.ts';

/** What a request of the load may speak of. */
export interface Material {
  /** An AES key and an EC signing key of the user's own. */
  readonly key: string;
  readonly signingKey: string;
  /** A key of somebody else's, who has granted nothing; undefined where the target knows one user. */
  readonly foreignKey: string | undefined;
  /** An AES key in an HSM; undefined where there is none for this load. */
  readonly hsmKey: string | undefined;
  /** The object that this activity has made itself. */
  readonly made: string;
}

/** The items of one message; a single one that is no list goes without a message around it. */
export type Request = Call | readonly Call[];

/** What one user does in one go, request after request. */
export interface Activity {
  readonly name: string;
  /** Of so many activities, this one is begun so often. */
  readonly weight: number;
  /** hsm: what an HSM that does not work answers otherwise. */
  readonly kind: 'regular' | 'failing' | 'batch' | 'hsm';
  /** undefined: this target cannot be asked for it. */
  readonly requests: (material: Material) => readonly Request[] | undefined;
}

const DATA = new Uint8Array(64).fill(7);
const LONG_AGO_UNIX_SECONDS = 1;

const activeKey = (): Call =>
  createKey('AES', 256, USAGE.encrypt | USAGE.decrypt, { activation: LONG_AGO_UNIX_SECONDS });

/** The key of the load in the HSM; undefined where there is none, or one that is not the suite's own. */
export const keyInHsm = ({ hsm, target }: Pick<Instance, 'hsm' | 'target'>): Call | undefined =>
  hsm === undefined || !target.claims.capabilities.has('start')
    ? undefined
    : createKey('AES', 256, USAGE.encrypt | USAGE.decrypt, { id: `hsm::${hsm.slot}::load` });

/** The keys that every user has before the load begins. */
export const OWN_KEY = activeKey();
export const OWN_PAIR = createKeyPair('P-256', { activation: LONG_AGO_UNIX_SECONDS });

const always = (request: (material: Material) => Request) => (material: Material) => [request(material)];

/**
 * The mix: reads and uses of keys most of all, as in production; one in ten goes wrong. Nothing is listed whose answer
 * depends on what other users do meanwhile.
 */
export const ACTIVITIES: readonly Activity[] = [
  {
    name: 'life of a key',
    weight: 4,
    kind: 'regular',
    requests: ({ made }) => [
      activeKey(),
      onObject('GetAttributes', made),
      revoke(made),
      onObject('Destroy', made),
    ],
  },
  { name: 'get', weight: 8, kind: 'regular', requests: always(({ key }) => onObject('Get', key)) },
  { name: 'encrypt', weight: 10, kind: 'regular', requests: always(({ key }) => encrypt(key, DATA)) },
  { name: 'sign', weight: 3, kind: 'regular', requests: always(({ signingKey }) => sign(signingKey, DATA)) },
  { name: 'hash', weight: 3, kind: 'regular', requests: always(() => hash(DATA)) },
  { name: 'random', weight: 3, kind: 'regular', requests: always(() => rngRetrieve(32)) },
  { name: 'locate', weight: 2, kind: 'regular', requests: always(() => locate('nothing of that name')) },
  {
    name: 'unknown object',
    weight: 2,
    kind: 'failing',
    requests: always(() => onObject('Get', 'no-object-of-this-name')),
  },
  {
    name: 'no permission',
    weight: 2,
    kind: 'failing',
    requests: ({ foreignKey }) => (foreignKey === undefined ? undefined : [onObject('Get', foreignKey)]),
  },
  {
    name: 'encrypt in the HSM',
    weight: 8,
    kind: 'hsm',
    requests: ({ hsmKey }) => (hsmKey === undefined ? undefined : [encrypt(hsmKey, DATA)]),
  },
  {
    name: 'batch',
    weight: 3,
    kind: 'batch',
    requests: always(({ key }) => [
      hash(DATA),
      encrypt(key, DATA),
      onObject('Get', 'no-object-of-this-name'),
      hash(DATA),
    ]),
  },
];
