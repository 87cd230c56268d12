/** An engine on a store in a temporary folder, with a clock that tests move. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { structure, type Ttlv, type TtlvStructure } from '../../kmip/ttlv.ts';
import type { Hsm } from '../hsm/hsm.ts';
import { createVault, type VaultOptions } from '../keys/key-vault.ts';
import { type JointStore, jointStore } from '../store/joint-store.ts';
import { openSqliteStore } from '../store/sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { execute } from './execute.ts';
import { handOutsOf } from './hand-outs.ts';
import { createStreams } from './streams.ts';

export interface EngineOptions {
  readonly hsm?: Hsm;
  readonly keyEncryptionKey?: string;
  /** undefined = switched off. */
  readonly cache?: VaultOptions['cache'];
  /** The store as the engine meets it. */
  readonly store?: (store: Store) => Store;
}

export interface Engine extends Disposable {
  readonly store: Store;
  /** "get/miss", "insert/ok" ... in order; the test empties it. */
  readonly cacheFacts: string[];
  /** Names of the store's calls in order; the test empties it. */
  readonly databaseFacts: string[];
  /** What went to the log. */
  readonly warnings: readonly string[];
  readonly clock: { nowUnixSeconds: bigint; monotonicMs: number };
  run(
    operation: string,
    items: readonly Ttlv[],
    user?: string,
    idPlaceholder?: string,
  ): Promise<TtlvStructure>;
  /** Closes the store and opens it again, with an empty cache. */
  restart(): void;
}

export const OWNER = 'owner@example.org';
export const HSM_ADMIN = 'admin@example.org';
export const START = 1_800_000_000n;
const CACHE: VaultOptions['cache'] = { idleMs: 60_000, maxEntries: 10 };

const COUNTED: readonly string[] = [
  'create',
  'add',
  'retrieve',
  'update',
  'find',
  'grant',
  'revokeGrant',
  'grantsOn',
  'grantsTo',
  'grantedOperations',
] satisfies (keyof JointStore)[];

const counting = (store: JointStore, facts: string[]): JointStore =>
  new Proxy(store, {
    get(target, name: string & keyof JointStore) {
      if (COUNTED.includes(name)) facts.push(name);
      return target[name];
    },
  });

export function openEngine(options: EngineOptions = {}): Engine {
  const folder = mkdtempSync(join(tmpdir(), 'kms-engine-'));
  const clock = { nowUnixSeconds: START, monotonicMs: 0 };
  const cacheFacts: string[] = [];
  const databaseFacts: string[] = [];
  const warnings: string[] = [];
  const open = () => {
    const closable = openSqliteStore(folder);
    const counted = counting(jointStore(options.store?.(closable) ?? closable), databaseFacts);
    const warn = (event: string): void => void warnings.push(event);
    const { store, handedOut } = handOutsOf(counted, { warn });
    const vault = createVault({
      store,
      hsm: options.hsm,
      hsmAdmins: [HSM_ADMIN],
      keyEncryptionKey: options.keyEncryptionKey,
      cache: 'cache' in options ? options.cache : CACHE,
      recorder: { cacheOperation: (operation, result) => cacheFacts.push(`${operation}/${result}`) },
      nowUnixSeconds: () => clock.nowUnixSeconds,
      monotonicMs: () => clock.monotonicMs,
    });
    const streams = createStreams(() => clock.nowUnixSeconds);
    return { closable, store, handedOut, vault, streams };
  };
  let parts = open();
  return {
    get store() {
      return parts.store;
    },
    cacheFacts,
    databaseFacts,
    warnings,
    clock,
    run: async (operation, items, user = OWNER, idPlaceholder = undefined) =>
      structure(
        'ResponsePayload',
        ...(await execute(operation, structure('RequestPayload', ...items), {
          user,
          idPlaceholder,
          store: parts.store,
          handedOut: parts.handedOut,
          vault: parts.vault,
          hsm: options.hsm,
          hsmAdmins: [HSM_ADMIN],
          nowUnixSeconds: () => clock.nowUnixSeconds,
          streams: parts.streams,
        })),
      ),
    restart: () => {
      parts.closable.close();
      parts = open();
    },
    [Symbol.dispose]: () => {
      parts.closable.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
