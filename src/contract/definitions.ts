import { z } from 'zod';

/** Where the document is silent and releases disagree: what a profile, or a target where it may, picks. */
export interface Definitions {
  readonly regrantCounts: boolean;
  readonly errorScope: 'kmip' | 'all';
  readonly errorType: 'failure' | 'operation';
  readonly unknownOperations: 'one-label' | 'as-sent';
  readonly labelWords: 'own' | 'canonical';
  readonly userLabel: 'any' | 'identity' | 'sha256-16';
  readonly activeUsersWindowSeconds: number;
  readonly connections: 'in-flight-requests' | 'open-connections';
  readonly destroyedObjectsCount: boolean;
  readonly hsmObjectsCount: boolean;
  readonly activeKeys: 'active-keys' | 'active-objects-visible-to-admin' | 'non-destroyed-keys';
  readonly adminUser: string;
  readonly cacheFillAtCreation: boolean;
  readonly cacheInsertWhenOff: boolean;
  readonly backgroundDatabase: 'none' | 'any';
  readonly temporality: 'any' | 'cumulative';
}

/** One definition as profiles spell it: what it decides, and what each of its values means. */
export interface Definition {
  readonly about: string;
  /** Value as text -> meaning; undefined: any text or number of its kind. */
  readonly meanings: Readonly<Record<string, string>> | undefined;
  readonly schema: z.ZodType<string | number | boolean>;
}

const yesOrNo = (about: string, yes: string, no: string): Definition => ({
  about,
  meanings: { true: yes, false: no },
  schema: z.boolean(),
});

const oneOf = (about: string, meanings: Readonly<Record<string, string>>): Definition => ({
  about,
  meanings,
  schema: z.enum(Object.keys(meanings)),
});

/** Every definition there is, in the order of the page. */
export const DEFINITIONS: Readonly<Record<string, Definition>> = {
  'regrant-counts': yesOrNo('granting again what is already granted', 'counts again', 'does not count'),
  'error-scope': oneOf('what kms.errors.total counts', {
    kmip: 'failed KMIP operations',
    all: 'failed KMIP operations and refused HTTP requests',
  }),
  'error-type': oneOf('what error_type tells apart', {
    failure: 'kinds of failure',
    operation: 'the operations that failed',
  }),
  'unknown-operations': oneOf('a bare operation that KMIP does not know', {
    'one-label': 'counts under one label',
    'as-sent': 'counts under the name that the client sent',
  }),
  'label-words': oneOf('label values', {
    own: 'may be the product’s own words where the attribute allows it',
    canonical: 'are those of the profile',
  }),
  'user-label': oneOf('the attribute user', {
    any: 'tells users apart, in whatever words',
    identity: 'is the identity',
    'sha256-16': 'is the first 16 hexadecimal digits of the SHA-256 of the identity',
  }),
  'active-users-window-seconds': {
    about: 'how long after an operation its user is active',
    meanings: undefined,
    schema: z.int().positive(),
  },
  connections: oneOf('what kms.active.connections counts', {
    'in-flight-requests': 'requests that are not answered yet',
    'open-connections': 'connections, idle ones included',
  }),
  'destroyed-objects-count': yesOrNo(
    'destroyed objects',
    'stay in kms.objects.total',
    'leave kms.objects.total',
  ),
  'hsm-objects-count': yesOrNo(
    'objects in the HSM',
    'are part of the two object counts',
    'are no part of the two object counts',
  ),
  'active-keys': oneOf('what kms.keys.active.count counts', {
    'active-keys': 'keys in state Active, of all owners',
    'active-objects-visible-to-admin':
      'objects of any type in state Active that the admin owns or was granted',
    'non-destroyed-keys': 'keys that are not destroyed, in whatever state',
  }),
  'admin-user': {
    about: 'who the admin is for active-objects-visible-to-admin',
    meanings: undefined,
    schema: z.string().min(1),
  },
  'cache-fill-at-creation': yesOrNo(
    'the first use of a key wrapped at its creation',
    'is a cache hit',
    'is a cache miss',
  ),
  'cache-insert-when-off': yesOrNo(
    '(insert, ok) while the cache is switched off',
    'is counted after an unwrap',
    'is not counted',
  ),
  'background-database': oneOf('an idle server', {
    none: 'does no database operations',
    any: 'may do database operations',
  }),
  temporality: oneOf('sums and histograms', {
    any: 'are cumulative or delta',
    cumulative: 'are cumulative',
  }),
};

const camelCase = (key: string): string => key.replaceAll(/-([a-z])/g, (_, letter) => letter.toUpperCase());

const fields = (key: string): keyof Definitions => camelCase(key) as keyof Definitions;

/** What a contract holds under the name that profiles use. */
export const definitionOf = (definitions: Definitions, key: string): string | number | boolean =>
  definitions[fields(key)];

/** From the names that profiles use to those of the code; every value has passed its schema. */
export const definitionsFrom = (
  values: Readonly<Record<string, string | number | boolean | undefined>>,
): Partial<Definitions> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [fields(key), value]));

const shape = Object.fromEntries(Object.entries(DEFINITIONS).map(([key, { schema }]) => [key, schema]));

export const allDefinitions = z.strictObject(shape);
export const someDefinitions = allDefinitions.partial();
