/** One request that left the suite, with what it must have done. The only way into the ledger. */
export interface Entry {
  /** Who sent it: the scenario's name, or "suite" for readiness polls and probes. */
  readonly scenario: string;
  /** Unix milliseconds with fractions, by the suite's clock. */
  readonly sentAtUnixMs: number;
  readonly outcome: Outcome;
  /** Absent for traffic that is no HTTP request. */
  readonly http: { readonly method: string; readonly route: string } | undefined;
  /** Authenticated user; undefined when the request needs none or its login was refused. */
  readonly user: string | undefined;
  /** The request was one KMIP operation without a message around it. */
  readonly bare: boolean;
  /** Every operation that ran, in order; for an entry without an answer those that may have run. */
  readonly operations: readonly OperationFact[];
  readonly grants: readonly GrantFact[];
  /** Text in this request, chosen by the client, that must never become a label value. */
  readonly canaries: readonly string[];
  /** Load: the entry stands for so many requests that are alike; what they did to objects is listed one by one. */
  readonly repeated?: Repeated;
}

export interface Repeated {
  readonly times: bigint;
  /** Client times of all of them together. */
  readonly seconds: number;
}

export type Outcome =
  | {
      readonly kind: 'answered';
      /** HTTP status; undefined for traffic that is no HTTP request. */
      readonly status: number | undefined;
      readonly atUnixMs: number;
      /** The Date header of the answer, which tells the target's clock. */
      readonly targetDateUnixMs: number | undefined;
    }
  /** A held request: sent in part, kept open on a connection of its own, certainly not answered yet. */
  | { readonly kind: 'held' }
  /** A held request goes on: from here on it is a request like others, with an entry of its own. */
  | { readonly kind: 'released' }
  /** No answer came: whether it was counted is unknown. */
  | { readonly kind: 'lost' };

export interface OperationFact {
  /** Name of the KMIP Operation enumeration; undefined for one that KMIP does not know. */
  readonly operation: string | undefined;
  /** What the request called it, where that is not its KMIP name. */
  readonly tag?: string;
  /** Name of the ResultReason, or the kind of failure where the answer gives none; undefined = success. */
  readonly failure: string | undefined;
  readonly effects: readonly Effect[];
  /** The target's own duration cannot have been shorter than this. */
  readonly atLeastSeconds?: number;
}

export interface GrantFact {
  readonly kind: 'granted' | 'revoked';
  readonly object: string;
  readonly grantee: string;
  /** As the access API spells them: "get", "getattributes". */
  readonly operations: readonly string[];
}

/** What an operation did to the objects that the target keeps. */
export type Effect =
  | {
      readonly kind: 'created';
      readonly id: string;
      readonly isKey: boolean;
      /** Unix seconds; undefined = PreActive until Activate. */
      readonly activationUnixSeconds: number | undefined;
      readonly deactivationUnixSeconds: number | undefined;
      readonly place: 'store' | 'hsm';
      /** Identifier of the key that wraps it in the store. */
      readonly wrappingKeyId: string | undefined;
      /** Of a private key: the other half of its pair. */
      readonly publicKeyId?: string;
    }
  | Rekeyed
  /** A date was set; once it has passed, the object is in the state that comes with it. */
  | {
      readonly kind: 'dated';
      readonly id: string;
      readonly date: 'activationUnixSeconds' | 'deactivationUnixSeconds';
      readonly unixSeconds: number;
    }
  /** A date was moved relative to what it was: so many times that, and so many seconds more. */
  | {
      readonly kind: 'adjusted';
      readonly id: string;
      readonly date: 'activationUnixSeconds' | 'deactivationUnixSeconds';
      readonly times: 1 | -1;
      readonly plusSeconds: number;
    }
  | { readonly kind: 'activated' | 'revoked' | 'destroyed'; readonly id: string }
  /** The key material of a stored object was needed. */
  | {
      readonly kind: 'used';
      readonly id: string;
      /** It is wrapped, and its wrapping key could not be used. */
      readonly inVain?: true;
      /** The operation failed, and whether before or after is the server's own affair. */
      readonly perhaps?: true;
    }
  /** Done inside the HSM on behalf of the caller. */
  | { readonly kind: 'hsm'; readonly operation: HsmOperation };

/** A key came to replace another: what the request does not say about it is as with the other (KMIP 2.1, Re-key). */
export interface Rekeyed {
  readonly kind: 'rekeyed';
  readonly id: string;
  /** The key that it replaces; for a half of a pair the private key that the request named. */
  readonly replaces: string;
  readonly half?: 'private' | 'public';
  /** It is to become active so many seconds after the request. */
  readonly offsetSeconds: number | undefined;
  readonly activationUnixSeconds: number | undefined;
  readonly deactivationUnixSeconds: number | undefined;
  readonly wrappingKeyId: string | undefined;
  readonly publicKeyId?: string;
}

/** What an HSM does for the caller, and is counted for. */
export type HsmOperation = 'Encrypt' | 'Decrypt' | 'Sign' | 'Wrap' | 'Unwrap';

export const answeredAt = (entry: Entry): number | undefined =>
  entry.outcome.kind === 'answered' ? entry.outcome.atUnixMs : undefined;

/** How many requests it stands for. */
export const timesOf = ({ repeated }: Entry): bigint => repeated?.times ?? 1n;

/** Seconds from before the request was written to after the answer was read. */
export function clientSeconds({ outcome, sentAtUnixMs, repeated }: Entry): number {
  if (outcome.kind !== 'answered') return 0;
  return repeated?.seconds ?? (outcome.atUnixMs - sentAtUnixMs) / 1000;
}
