import type { Hsm } from './hsm.ts';

/** How to reach the HSM. */
export interface HsmOptions {
  /** Path of the PKCS#11 library. */
  readonly library: string;
  readonly model: string;
  readonly slots: readonly HsmSlot[];
}

export interface HsmSlot {
  readonly slot: number;
  /** Without one the slot is used without login: public objects only. */
  readonly pin: string | undefined;
}

/** What the thread answers: the operations of an HSM, without its life. */
export type HsmCalls = Omit<Hsm, 'model' | 'slots' | 'close'>;

export interface Call {
  readonly id: number;
  readonly method: keyof HsmCalls;
  readonly args: readonly unknown[];
}

export type ToThread = Call | 'close';

export type FromThread =
  /** One sentence for each slot that cannot be used now. */
  | { readonly type: 'opened'; readonly problems: readonly string[] }
  | { readonly type: 'not opened'; readonly problem: string }
  | { readonly type: 'value'; readonly id: number; readonly value: unknown }
  | { readonly type: 'error'; readonly id: number; readonly reason?: string; readonly message: string };
