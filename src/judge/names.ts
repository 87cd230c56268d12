/** What is left of a name without case, separators, look-alike letters and the usual suffixes. */
export const skeleton = (name: string): string =>
  plainLetters(name)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .replace(/(total|count|seconds|sum)$/, '');

/** The same name in Latin letters. */
export const plainLetters = (name: string): string =>
  name
    .normalize('NFKC')
    .replaceAll(
      /[\u0430\u0435\u043e\u0440\u0441\u0445\u0455\u0456]/g,
      (letter) => LOOK_ALIKES[letter] ?? letter,
    );

/** Cyrillic letters that look like Latin ones. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '\u0430': 'a',
  '\u0435': 'e',
  '\u043e': 'o',
  '\u0440': 'p',
  '\u0441': 'c',
  '\u0445': 'x',
  '\u0455': 's',
  '\u0456': 'i',
};

/** The characters that no documented name has, each as U+0430; empty when there are none. */
export const oddCharacters = (name: string): string =>
  [...name]
    .filter((character) => !/[ -~]/.test(character))
    .map((character) => `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`)
    .join(', ');

/** Levenshtein distance. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
