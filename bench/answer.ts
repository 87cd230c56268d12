import type { Ttlv } from '../src/kmip/ttlv.ts';

/** The first text of that tag in an answer. @throws Error when there is none */
export function leafOf(answer: Ttlv, tag: string): string {
  const found = search(answer, tag);
  if (found === undefined) throw new Error(`the answer has no ${tag}`);
  return found;
}

function search(item: Ttlv, tag: string): string | undefined {
  if (item.type !== 'Structure') return item.tag === tag ? String(item.value) : undefined;
  for (const child of item.value) {
    const found = search(child, tag);
    if (found !== undefined) return found;
  }
  return undefined;
}
