import { bare, op, plain } from '../src/ledger/entries.fixture.ts';
import type { Entry } from '../src/ledger/entry.ts';

const OPERATIONS = [
  ...['Activate', 'AddAttribute', 'Check', 'Create', 'CreateKeyPair', 'Decrypt', 'DeleteAttribute'],
  ...['DeriveKey', 'Destroy', 'DiscoverVersions', 'Encrypt', 'Export', 'Get', 'GetAttributeList'],
  ...['GetAttributes', 'Hash', 'Import', 'Locate', 'MAC', 'MACVerify', 'ModifyAttribute', 'Query'],
  ...['ReKey', 'ReKeyKeyPair', 'Register', 'Revoke', 'RNGRetrieve', 'RNGSeed', 'SetAttribute', 'Sign'],
];
const REPEATED = { times: 3n, seconds: 1.5 };

/** Seconds after the start at which the target collects: before the load, and after it. */
export const COLLECTIONS: readonly number[] = [0.9, 4];

/** Before the load, so that the first collection holds something. */
export const FIRST: Entry = plain('GET', '/version', { sent: 0.1 });

/** The ledger of a load in which each user did everything. */
export const entriesOf = (users: number): readonly Entry[] => [
  FIRST,
  ...Array.from({ length: users }, (_, user) =>
    OPERATIONS.map((operation) => ({
      ...bare(`user-${user}`, op(operation), { sent: 1, took: 0.5 }),
      repeated: REPEATED,
    })),
  ).flat(),
];

export const pointsOf = (users: number): number => users * OPERATIONS.length;
