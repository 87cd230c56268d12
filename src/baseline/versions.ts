/** One condition: an operator and the numbers of a version. */
interface Bound {
  readonly operator: keyof typeof OPERATORS;
  readonly version: readonly number[];
}

const OPERATORS = {
  '>=': (order: number) => order >= 0,
  '<=': (order: number) => order <= 0,
  '>': (order: number) => order > 0,
  '<': (order: number) => order < 0,
  '=': (order: number) => order === 0,
};

/** Versions of a target for which an entry holds: every bound must be kept. */
export type Versions = readonly Bound[];

/** Reads `>=5.17 <5.26`; undefined when it is no such condition. */
export function parseVersions(text: string): Versions | undefined {
  const bounds = text
    .trim()
    .split(/\s+/)
    .map((word): Bound | undefined => {
      const [, operator, version] = /^(>=|<=|>|<|=)v?(\d+(?:\.\d+)*)$/.exec(word) ?? [];
      return version === undefined
        ? undefined
        : { operator: operator as Bound['operator'], version: numbersOf(version) };
    });
  return bounds.every((bound) => bound !== undefined) ? bounds : undefined;
}

/** Whether a version keeps all bounds. What follows the numbers (`-rc.1`, `+build`) is not looked at. */
export function holdsFor(versions: Versions, version: string): boolean {
  const numbers = /\d+(?:\.\d+)*/.exec(version)?.[0];
  return (
    numbers !== undefined &&
    versions.every((bound) => OPERATORS[bound.operator](compare(numbersOf(numbers), bound.version)))
  );
}

const numbersOf = (version: string): readonly number[] => version.split('.').map(Number);

/** What is missing is 0: 5.26 is 5.26.0. */
function compare(a: readonly number[], b: readonly number[]): number {
  const length = Math.max(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
