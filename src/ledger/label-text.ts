/** The attribute set as people read it: `operation="Get", user="alice"`. The same text for the same set, whatever its order. */
export const describeLabels = (labels: Iterable<readonly [string, string]>): string => {
  const all = [...labels];
  if (all.length > 1) all.sort(([a], [b]) => (a < b ? -1 : 1));
  return all.map(([key, word]) => partOf(key, word)).join(', ');
};

const partOf = (key: string, word: string): string => `${key}=${JSON.stringify(word)}`;

/** What has come in so many words is not likely to come again. */
const MOST_WORDS = 20_000;

/** Writes attribute sets as describeLabels does; words that come again and again are written once. */
export class LabelWriter {
  readonly #parts = new Map<string, Map<string, string>>();

  write(labels: Readonly<Record<string, string>>): string {
    const keys = Object.keys(labels);
    if (keys.some((key, index) => index > 0 && key < (keys[index - 1] ?? ''))) keys.sort();
    return this.join(keys.map((key) => this.part(key, labels[key] ?? '')));
  }

  /** Of parts in the order of their keys. */
  join(parts: readonly string[]): string {
    return parts.length === 1 ? (parts[0] ?? '') : parts.join(', ');
  }

  part(key: string, word: string): string {
    const ofKey = this.#ofKey(key);
    const known = ofKey.get(word);
    if (known !== undefined) return known;
    const part = partOf(key, word);
    if (ofKey.size < MOST_WORDS) ofKey.set(word, part);
    return part;
  }

  #ofKey(key: string): Map<string, string> {
    const known = this.#parts.get(key);
    if (known !== undefined) return known;
    const fresh = new Map<string, string>();
    this.#parts.set(key, fresh);
    return fresh;
  }
}
