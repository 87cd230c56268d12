import type { Command } from 'commander';

/** Further from what was typed than so, a name is no misspelling of it. */
const MOST_EDITS = 2;

/** `run` is what is done without a command; a word that is none must not be taken for an argument of it. */
export function refuseUnknownCommands(program: Command): void {
  const run = program.commands.find((command) => command.name() === 'run');
  run?.allowExcessArguments().hook('preAction', () => {
    const [surplus] = run.args;
    if (surplus === undefined) return;
    const [typed = ''] = program.args;
    program.error(typed === 'run' ? `error: run takes no argument, not even ${quoted(surplus)}` : sentence());
    function sentence(): string {
      const names = program.commands.map((command) => command.name());
      const near = names.find((name) => editsBetween(typed, name) <= MOST_EDITS);
      const hint = near === undefined ? '' : ` Did you mean ${near}?`;
      return `error: there is no command ${quoted(typed)}.${hint} kms-conformance --help lists the commands.`;
    }
  });
}

const quoted = (text: string): string => JSON.stringify(text);

/** Letters put in, left out or exchanged (Levenshtein). */
export function editsBetween(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [row, letter] of [...from].entries()) {
    const line = [row + 1];
    for (const [column, other] of [...to].entries())
      line.push(
        Math.min(
          (above[column + 1] ?? 0) + 1,
          (line[column] ?? 0) + 1,
          (above[column] ?? 0) + (letter === other ? 0 : 1),
        ),
      );
    above = line;
  }
  return above.at(-1) ?? 0;
}
