/**
 * The line of a TOML text on which a key is set, or the heading of its table where the key is missing: parsers give
 * lines for what is no TOML, but not for what is the wrong TOML. undefined: nothing of the path stands in the text.
 */
export function lineOf(toml: string, path: readonly PropertyKey[]): number | undefined {
  const wanted = path.map(String);
  const counts = new Map<string, number>();
  let table: readonly string[] = [];
  let best: { readonly line: number; readonly length: number } | undefined;
  toml.split('\n').forEach((text, index) => {
    const heading = /^\s*\[(\[?)([^[\]]+)\]/.exec(text);
    const key = /^\s*("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)\s*=/.exec(text)?.[1];
    if (heading !== null) table = tableOf(heading[2] ?? '', heading[1] === '[', counts);
    else if (key === undefined) return;
    const here = heading === null ? [...table, bare(key ?? '')] : table;
    const leads = here.length > 0 && here.every((part, position) => part === wanted[position]);
    if (leads && here.length > (best?.length ?? 0)) best = { line: index + 1, length: here.length };
  });
  return best?.line;
}

function tableOf(heading: string, repeated: boolean, counts: Map<string, number>): readonly string[] {
  const parts = heading.split('.').map((part) => bare(part.trim()));
  if (!repeated) return parts;
  const count = counts.get(heading) ?? 0;
  counts.set(heading, count + 1);
  return [...parts, `${count}`];
}

const bare = (key: string): string => key.replaceAll(/^["']|["']$/g, '');
