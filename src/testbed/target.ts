import type { CacheSetting } from '../ledger/cache.ts';
import type { Command } from './child.ts';

/** What an instance of the target is to be started with. */
export interface StartRequest {
  readonly port: number;
  /** Of this instance alone; holds the store. */
  readonly folder: string;
  /** How the receiver's address reaches the target. */
  readonly url: UrlWay;
  /** Milliseconds; undefined = as documented. */
  readonly intervalMs: number | undefined;
  /** Bearer token -> user. */
  readonly tokens: ReadonlyMap<string, string>;
  readonly hsm: HsmAccess | undefined;
  /** KMIP over TLS as well; HTTP is HTTPS then. */
  readonly tls: TlsAccess | undefined;
  readonly keyEncryptionKey: string | undefined;
  readonly cache: CacheSetting;
}

/** One of the documented ways of configuring the endpoint, or none; everything = each with its metering switch. */
export type UrlWay =
  | { readonly by: 'nothing' }
  | { readonly by: 'flag'; readonly flag: string; readonly url: string }
  | { readonly by: 'environment' | 'file' | 'everything'; readonly url: string };

export interface TlsAccess {
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Whose client certificates are good. */
  readonly clientAuthorityFile: string;
  readonly socketPort: number;
}

export interface HsmAccess {
  readonly slot: number;
  readonly pin: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A product that can be started. */
export interface Target {
  readonly name: string;
  /** What must be written before the process starts, and the process. */
  start(request: StartRequest): { readonly files: ReadonlyMap<string, string>; readonly command: Command };
  /** An answer's effects are in every collection taken this much later. */
  readonly settleMs: number;
  /** After SIGTERM it has this long to push and end. */
  readonly stopGraceMs: number;
  readonly hsmModel: string;
}
