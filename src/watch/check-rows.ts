import type { Check } from '../contract/checks.ts';
import type { Ruling } from '../judge/finding.ts';
import { type CheckResult, type Exclusions, type State, weigh } from '../judge/verdict.ts';
import { lookOf, wordsOf } from '../report/html/state.ts';
import { SHOWN_FINDINGS } from './limits.ts';
import type { CheckRow } from './update.ts';

/** A verdict that turned. */
export interface Turn {
  readonly check: string;
  readonly row: CheckRow;
}

interface Entry {
  readonly check: Check;
  /** By source: what was found, empty where it was only put to the test. */
  readonly said: Map<string, readonly string[]>;
  row: CheckRow;
  changedIn: number;
}

export interface CheckWords {
  /** What a check is called that was put to the test and that nothing was found against. */
  readonly good: string;
  /** ... and one that nobody has ruled on yet. */
  readonly open: string;
  readonly strict: boolean;
}

/** How every check stands by what was ruled so far, whoever ruled it. */
export class CheckRows {
  readonly #entries: Map<string, Entry>;
  readonly #checksOf = new Map<string, ReadonlySet<string>>();
  readonly #words: CheckWords;
  readonly #clean: (text: string) => string;

  constructor(checks: readonly Check[], words: CheckWords, clean: (text: string) => string) {
    this.#words = words;
    this.#clean = clean;
    this.#entries = new Map(
      checks.map((check) => {
        const row = { ...this.#rowOf(check), look: 'aside', words: words.open } as const;
        return [check.id, { check, said: new Map(), row, changedIn: 0 }];
      }),
    );
  }

  /** Takes all that a source says by now; gives the checks that stand otherwise than before. */
  put(source: string, rulings: readonly Ruling[], revision: number): readonly Turn[] {
    const said = Map.groupBy(rulings, ({ check }) => check);
    const touched = new Set([...(this.#checksOf.get(source) ?? []), ...said.keys()]);
    this.#checksOf.set(source, new Set(said.keys()));
    return [...touched].flatMap((id) => {
      const entry = this.#entries.get(id);
      if (entry === undefined) return [];
      const own = said.get(id);
      const messages = own?.flatMap((one) => (one.kind === 'finding' ? [one.message] : []));
      if (areSame(messages, entry.said.get(source))) return [];
      if (messages === undefined) entry.said.delete(source);
      else entry.said.set(source, messages);
      return this.#renew(entry, this.#judged(entry), revision);
    });
  }

  /** Those that the run leaves out, before it starts. */
  exclude(exclusions: Exclusions, revision: number): void {
    for (const [id, { state, reason }] of exclusions) {
      const entry = this.#entries.get(id);
      if (entry !== undefined) this.#renew(entry, this.#resulting(entry.check, state, [reason]), revision);
    }
  }

  /** The results of the run are the last word. */
  settle(results: readonly CheckResult[], revision: number): readonly Turn[] {
    return results.flatMap(({ check, state, weight, findings, reason }) => {
      const entry = this.#entries.get(check.id);
      if (entry === undefined) return [];
      const said = reason === undefined ? findings.map(({ message }) => message) : [reason];
      const row = {
        ...this.#rowOf(check, said),
        look: lookOf({ state, weight }),
        words: wordsOf({ state, weight }),
      };
      return this.#renew(entry, row, revision);
    });
  }

  since(revision: number): readonly CheckRow[] {
    return [...this.#entries.values()].filter(({ changedIn }) => changedIn > revision).map(({ row }) => row);
  }

  #judged({ check, said }: Entry): CheckRow {
    const findings = [...new Set([...said.values()].flat())];
    if (findings.length > 0) return this.#resulting(check, 'failed', findings);
    const isTested = said.size > 0;
    return {
      ...this.#rowOf(check),
      look: isTested ? 'passed' : 'aside',
      words: isTested ? this.#words.good : this.#words.open,
    };
  }

  #resulting(check: Check, state: State, said: readonly string[]): CheckRow {
    const weight = weigh(state, check.level, this.#words.strict);
    return {
      ...this.#rowOf(check, said),
      look: lookOf({ state, weight }),
      words: wordsOf({ state, weight }),
    };
  }

  #rowOf({ id, level, text }: Check, findings: readonly string[] = []) {
    return {
      id,
      level,
      text,
      findings: findings.slice(0, SHOWN_FINDINGS).map(this.#clean),
      findingsLeftOut: Math.max(0, findings.length - SHOWN_FINDINGS),
    };
  }

  #renew(entry: Entry, row: CheckRow, revision: number): readonly Turn[] {
    const before = entry.row;
    const hasTurned = before.look !== row.look;
    if (!hasTurned && before.words === row.words && isSame(before, row)) return [];
    entry.row = row;
    entry.changedIn = revision;
    return hasTurned ? [{ check: row.id, row }] : [];
  }
}

const isSame = (a: CheckRow, b: CheckRow): boolean =>
  a.findingsLeftOut === b.findingsLeftOut && a.findings.join('\n') === b.findings.join('\n');

const areSame = (a: readonly string[] | undefined, b: readonly string[] | undefined): boolean =>
  a !== undefined && a.length === b?.length && a.every((text, index) => text === b[index]);
