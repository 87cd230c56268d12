/**
 * The line on which a key of a TOML text stands, counted from 1, or the table that should hold it. Enough for error
 * messages: keys of inline tables and of multi-line values are found by the line that begins them.
 * @param path keys and, for arrays of tables, indices as text
 */
export function lineOf(text: string, path: readonly string[]): number | undefined {
  let best: { readonly line: number; readonly depth: number } | undefined;
  let table: readonly string[] = [];
  const counts = new Map<string, number>();
  for (const [index, raw] of text.split('\n').entries()) {
    const header = /^\s*(\[\[?)\s*([^\]]+?)\s*\]/.exec(raw);
    const key = /^\s*([A-Za-z0-9_."'-]+)\s*=/.exec(raw)?.[1];
    if (header?.[2] !== undefined) {
      table = keysOf(header[2]);
      if (header[1] === '[[') {
        const name = table.join('.');
        const count = counts.get(name) ?? 0;
        counts.set(name, count + 1);
        table = [...table, `${count}`];
      }
    } else if (key === undefined) continue;
    const here = key === undefined || header !== null ? table : [...table, ...keysOf(key)];
    // An array of tables begins where its first table does.
    const common = here.slice(0, path.length);
    const depth = common.every((word, at) => path[at] === word) ? common.length : 0;
    if (depth > (best?.depth ?? 0)) best = { line: index + 1, depth };
  }
  return best?.line;
}

const keysOf = (dotted: string): readonly string[] =>
  (dotted.match(/"[^"]*"|'[^']*'|[^.\s]+/g) ?? []).map((key) => key.replace(/^["']|["']$/g, ''));
