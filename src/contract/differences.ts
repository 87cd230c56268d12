type Table = Readonly<Record<string, unknown>>;

/** What tells one entry of a list of tables from another. */
const KEYS: Readonly<Record<string, string>> = { instrument: 'name', topic: 'id' };

/** Lays the differences of a profile over its base. @returns the whole, and every entry that the base does not have */
export function applyDifferences(
  base: Table,
  differences: Table,
): { readonly whole: Table; readonly strangers: readonly string[] } {
  const strangers: string[] = [];
  const { base: _, ...own } = differences;
  const whole = Object.fromEntries(
    Object.keys({ ...base, ...own }).map((name) => {
      const key = KEYS[name];
      if (key === undefined) return [name, laidOver(base[name], own[name])];
      const entries = tables(base[name]);
      const changes = tables(own[name]);
      for (const change of changes) {
        if (!entries.some((entry) => entry[key] === change[key]))
          strangers.push(`${name} ${String(change[key])}`);
      }
      return [
        name,
        entries.map((entry) =>
          changes.filter((change) => change[key] === entry[key]).reduce<unknown>(laidOver, entry),
        ),
      ];
    }),
  );
  return { whole, strangers };
}

/** Tables key by key; anything else as a whole. */
function laidOver(base: unknown, own: unknown): unknown {
  if (own === undefined) return base;
  if (!isTable(base) || !isTable(own)) return own;
  return Object.fromEntries(
    Object.keys({ ...base, ...own }).map((key) => [key, laidOver(base[key], own[key])]),
  );
}

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const tables = (value: unknown): readonly Table[] => (Array.isArray(value) ? value.filter(isTable) : []);
