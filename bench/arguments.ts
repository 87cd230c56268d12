import type { Part } from './part.ts';

/** What a command line asks for: parts to measure, or a text to print. */
export type Asked =
  | { readonly measure: readonly Part[] }
  | { readonly print: string }
  | { readonly draw: true }
  | { readonly wrong: string };

export function askedFor(args: readonly string[], parts: readonly Part[]): Asked {
  if (args.includes('--help') || args.includes('-h')) return { print: helpOn(parts) };
  if (args.includes('--list')) return { print: listOf(parts) };
  if (args.includes('--plots')) return { draw: true };
  const names = parts.map(({ name }) => name);
  const unknown = args.find((arg) => !names.includes(arg));
  if (unknown !== undefined)
    return {
      wrong: `There is no part ${JSON.stringify(unknown)}: name some of ${names.join(', ')}, or none for all.`,
    };
  return { measure: args.length === 0 ? parts : parts.filter(({ name }) => args.includes(name)) };
}

const listOf = (parts: readonly Part[]): string => {
  const width = Math.max(...parts.map(({ name }) => name.length));
  return parts.map(({ name, words }) => `${name.padEnd(width)}  ${words}\n`).join('');
};

const helpOn = (parts: readonly Part[]): string => `npm run bench -- [NAME ...] [--list] [--plots]

Measures the parts named, or all, and prints figures beside those of something else from the same run: only the ratios
compare between machines. Writes reports/bench.json, and adds a line to reports/bench-history.jsonl. With --plots it measures
nothing, and draws the last quiet runs of that file into docs/figures.

${listOf(parts)}`;
