import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { violationsOf } from './house.ts';

/** Holds every source file to the table of rooms; part of `npm run lint`. */
const root = join(import.meta.dirname, '..');
const paths = globSync('!(node_modules|dist|reports)/**/*.ts', { cwd: root }).sort();
const violations = paths.flatMap((path) =>
  violationsOf({ path: path.replaceAll(sep, '/'), text: readFileSync(join(root, path), 'utf8') }),
);
for (const violation of violations) process.stderr.write(`${violation}\n`);
if (violations.length > 0) {
  process.stderr.write(`${violations.length} imports or prints break the table of scripts/rooms.ts\n`);
  process.exitCode = 1;
} else process.stdout.write(`Checked ${paths.length} files against the table of rooms.\n`);
