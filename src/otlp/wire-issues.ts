import { MAX_ISSUES_PER_RULE } from './limits.ts';
import type { WireIssue } from './model.ts';

/** The issues of one message, at most MAX_ISSUES_PER_RULE of each rule. */
export class WireIssues {
  readonly all: WireIssue[] = [];
  /** Issues ever, also those that were not kept. */
  noted = 0;
  readonly #counts = new Map<WireIssue['rule'], number>();

  /** `path` is asked for only if the issue is kept. */
  note(rule: WireIssue['rule'], path: () => string, detail: string): void {
    this.noted++;
    const count = this.#counts.get(rule) ?? 0;
    if (count >= MAX_ISSUES_PER_RULE) return;
    this.#counts.set(rule, count + 1);
    this.all.push({ rule, path: path(), detail });
  }
}
