/** The command as one would type it again in a shell. */
export const commandLine = (args: readonly string[]): string =>
  ['kms-conformance', ...args.map(quoted)].join(' ');

const quoted = (word: string): string =>
  /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
