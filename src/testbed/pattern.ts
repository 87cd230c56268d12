import { distance } from '../judge/names.ts';

/** Of the words that are there, so many are offered for one that is not. */
const OFFERED = 3;

/** Whether a word fits a pattern; `*` stands for any text. */
export function fits(pattern: string, word: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(word);
}

/** The words that come nearest to a pattern that none of them fits. */
export const nearest = (pattern: string, words: readonly string[]): readonly string[] =>
  words
    .map((word) => ({ word, far: farness(pattern, word) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, OFFERED)
    .map(({ word }) => word);

/** Part by part, so that a pattern is near to what it would fit but for one part. */
function farness(pattern: string, word: string): number {
  const parts = pattern.split('/');
  const others = word.split('/');
  if (parts.length !== others.length) return distance(pattern, word);
  return parts.reduce((sum, part, at) => {
    const other = others[at] ?? '';
    return sum + (fits(part, other) ? 0 : distance(part, other));
  }, 0);
}
