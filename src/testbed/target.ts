import type { CacheSetting } from '../ledger/cache.ts';
import type { ProductionLimits } from './production/limits.ts';
import type { PushAccess } from './push/push-access.ts';
import type { Running } from './running.ts';
import type { Claims } from './targets/capabilities.ts';
import type { IdentityPlan } from './targets/identity-plan.ts';

/** What an instance of the target is to be started with. */
export interface StartRequest {
  readonly port: number;
  /** Address that it listens on; default loopback. */
  readonly listenOn?: string;
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
  /** Variables of its environment that no target file speaks of. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** How the push is secured; absent: not at all. */
  readonly push?: PushAccess | undefined;
}

/**
 * One of the documented ways of configuring the endpoint, or none; everything = each with its metering switch; plain
 * = as the target file sees fit.
 */
export type UrlWay =
  | { readonly by: 'nothing' }
  | { readonly by: 'flag'; readonly flag: string; readonly url: string }
  | { readonly by: 'environment' | 'file' | 'everything' | 'plain'; readonly url: string };

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
  readonly env: Readonly<Record<string, string>> & { readonly SOFTHSM2_CONF: string };
}

/** A KMS that can be judged: what it claims, and how one instance of it comes up. */
export interface Target {
  readonly name: string;
  /** Of the product, where it is known. */
  readonly version: string | undefined;
  readonly claims: Claims;
  readonly identities: IdentityPlan;
  /** PEM of the authority of its certificate; undefined = those of the system. */
  readonly authority: string | undefined;
  /** An answer's effects are in every collection taken this much later. */
  readonly settleMs: number;
  /** After SIGTERM it has this long to push and end. */
  readonly stopGraceMs: number;
  /** The interval that instances are told to push at; undefined: they cannot be told, and push as documented. */
  readonly testIntervalMs: number | undefined;
  readonly hsmModel: string;
  /** What the unwrap cache is where nobody says otherwise. */
  readonly cache: CacheSetting;
  readonly ready: { readonly path: string; readonly timeoutMs: number };
  /** What a KMS that runs already was configured with. */
  readonly configured: { readonly hsm?: HsmAccess; readonly keyEncryptionKey?: string };
  /** What may be done to it, where it is in production. */
  readonly limits: ProductionLimits | undefined;
  /** Where the receiver listens for it, and by which host it is told of that. */
  readonly receiver: { readonly host: string; readonly port: number; readonly seenAs: string };
  /** SHOULD counts like MUST, unless the run says otherwise. */
  readonly strict: boolean;
  /** By which host instances are reached, where that is not this machine. */
  host?(): Promise<string>;
  /** Brings up one instance, or finds the one that runs. @throws StartError */
  start(request: StartRequest): Promise<Started>;
}

/** An instance that has been started and may not serve yet. */
export interface Started {
  readonly process: Running;
  /** http or https. */
  readonly baseUrl: string;
  /** KMIP over TLS. */
  readonly socket: { readonly host: string; readonly port: number } | undefined;
}
