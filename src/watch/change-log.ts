import type { Look } from '../report/html/state.ts';
import type { Turn } from './check-rows.ts';
import { MAX_CHANGES } from './limits.ts';
import type { Change } from './update.ts';

/** The last lines of what has changed, numbered from 1. */
export class ChangeLog {
  readonly #lines: { readonly change: Change; readonly bornIn: number }[] = [];
  #number = 0;

  say(atUnixMs: number, look: Look, text: string, revision: number): void {
    this.#number += 1;
    this.#lines.push({ change: { number: this.#number, atUnixMs, look, text }, bornIn: revision });
    if (this.#lines.length > MAX_CHANGES) this.#lines.shift();
  }

  /** What turned red has a line each, what turned green one for each instrument; that nothing is known is no news. */
  sayTurns(atUnixMs: number, turns: readonly Turn[], revision: number): void {
    const [good, others] = [turns.filter(isGood), turns.filter((turn) => !isGood(turn))];
    for (const { check, row } of others) {
      if (row.look === 'aside') continue;
      const finding = row.findings[0] === undefined ? '' : `: ${row.findings[0]}`;
      this.say(atUnixMs, row.look, `${check} ${row.words}${finding}`, revision);
    }
    for (const [subject, own] of Map.groupBy(good, ({ check }) => check.slice(0, check.lastIndexOf('/')))) {
      const aspects = own.map(({ check }) => check.slice(subject.length + 1)).join(', ');
      this.say(atUnixMs, 'passed', `${subject} (${aspects}): ${own[0]?.row.words ?? ''}`, revision);
    }
  }

  since(revision: number): readonly Change[] {
    return this.#lines.filter(({ bornIn }) => bornIn > revision).map(({ change }) => change);
  }
}

const isGood = ({ row }: Turn): boolean => row.look === 'passed';
