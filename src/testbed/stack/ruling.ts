import type { Ruling } from '../../judge/finding.ts';
import type { StackEvidence } from './evidence.ts';

/** As the judge says it, and what it never has to: that something was in the way. */
export type StackRuling =
  | Ruling
  | { readonly kind: 'not-testable'; readonly check: string; readonly reason: string };

/** A rule of the stack. Pure. */
export type StackRule = (evidence: StackEvidence) => readonly StackRuling[];

export const notTestable = (check: string, reason: string): StackRuling => ({
  kind: 'not-testable',
  check,
  reason,
});

/** So many sentences of a kind; the rest is counted. */
const SENTENCES = 3;

/** Many of a kind as one sentence. */
export function summed(what: string, cases: readonly string[]): string {
  const more = cases.length > SENTENCES ? `, and ${cases.length - SENTENCES} more` : '';
  return `${what}: ${cases.slice(0, SENTENCES).join('; ')}${more}`;
}
