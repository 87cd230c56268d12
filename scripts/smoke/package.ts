import { expect } from './shell.ts';

/** What `npm pack --json` says of the package. */
export interface Packed {
  readonly filename: string;
  /** Bytes of the tarball. */
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

/** Beyond it something has come along that no user needs. */
const MOST_BYTES = 2_000_000;

/** What is read by path, or by people. */
const NEEDED = [
  'dist/contract/documented.toml',
  'dist/features/push.feature',
  'dist/targets/reference.toml',
  'dist/src/report/report.schema.json',
  'docs/quick-start.md',
  'docs/target-file.md',
  'fixtures/stand-in/kms.py',
  'README.md',
  'LICENSE',
];
const UNWANTED = /\.test\.|\.fixture\.|(^|\/)(node_modules|captures|\.cache|reports)\//;

export function checkPackage({ size, files }: Packed): void {
  const paths = files.map(({ path }) => path);
  process.stdout.write(`${paths.length} files, ${(size / 1000).toFixed(0)} kB\n`);
  expect(`${paths.join('\n')}\n`, ...NEEDED.map((path) => `${path}\n`));
  const unwanted = paths.filter((path) => UNWANTED.test(path));
  if (unwanted.length > 0) throw new Error(`the package holds ${unwanted.join(', ')}`);
  if (size > MOST_BYTES) throw new Error(`the package has ${size} bytes`);
}
