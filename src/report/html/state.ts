import type { CheckReport } from '../report.ts';
import { stateWord, WEIGHT_WORDS } from '../words.ts';
import { html, type Markup } from './markup.ts';

/** How a check looks: a sign, a word and a colour, so that none of them is needed to understand it. */
export type Look = 'passed' | 'failed' | 'known' | 'untested' | 'aside' | 'error';

export const SIGNS: Readonly<Record<Look, string>> = {
  passed: '✓',
  failed: '✗',
  known: '≈',
  untested: '?',
  aside: '–',
  error: '!',
};

export function lookOf({ state, weight }: Pick<CheckReport, 'state' | 'weight'>): Look {
  if (weight === 'stale') return 'failed';
  if (weight === 'expected' || (weight === 'reported' && state === 'failed')) return 'known';
  switch (state) {
    case 'passed':
      return 'passed';
    case 'failed':
      return 'failed';
    case 'not-testable':
      return 'untested';
    case 'set-up-error':
      return 'error';
    default:
      return 'aside';
  }
}

export const wordsOf = ({ state, weight }: Pick<CheckReport, 'state' | 'weight'>): string =>
  WEIGHT_WORDS[weight] === '' ? stateWord(state) : `${stateWord(state)}, ${WEIGHT_WORDS[weight]}`;

export const badge = (check: CheckReport): Markup =>
  html`<span class="badge ${lookOf(check)}"><span aria-hidden="true">${SIGNS[lookOf(check)]}</span> ${wordsOf(check)}</span>`;

/** The sign alone for eyes, the words for ears. */
export const sign = (check: CheckReport, about: string): Markup =>
  html`<span class="sign ${lookOf(check)}" aria-hidden="true">${SIGNS[lookOf(check)]}</span><span class="heard">${about}: ${wordsOf(check)}</span>`;
