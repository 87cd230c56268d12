import type { Check } from '../contract/checks.ts';
import type { Ruling } from '../judge/finding.ts';
import type { CheckResult, Exclusions } from '../judge/verdict.ts';
import type { Export } from '../otlp/export.ts';

/** What happens while somebody watches; times are Unix milliseconds by the suite's clock. */
export type WatchEvent = { readonly atUnixMs: number } & (
  | { readonly kind: 'export'; readonly instance: string; readonly received: Export }
  /** A connection that was no OTLP/gRPC in clear text. */
  | { readonly kind: 'wrong-way'; readonly words: string }
  /** A message that could not be read, or one of another signal. */
  | { readonly kind: 'refused'; readonly words: string }
  /** What the run will do. */
  | {
      readonly kind: 'plan';
      readonly checks: readonly Check[];
      readonly exclusions: Exclusions;
      readonly scenarios: readonly string[];
    }
  | {
      readonly kind: 'scenario';
      readonly name: string;
      readonly state: ScenarioState;
      readonly error?: string;
    }
  /** Requests entered in all ledgers, and those under way. */
  | { readonly kind: 'requests'; readonly count: number; readonly inFlight: number }
  /** All that is known from this source by now: it replaces what the source said before. */
  | { readonly kind: 'rulings'; readonly source: string; readonly rulings: readonly Ruling[] }
  | { readonly kind: 'results'; readonly results: readonly CheckResult[]; readonly verdict: string }
  /** Time passes. */
  | { readonly kind: 'tick' }
);

/** planned, driving, waiting for a push, and over. */
export type ScenarioState = 'planned' | 'driving' | 'waiting' | 'ended' | 'failed';
