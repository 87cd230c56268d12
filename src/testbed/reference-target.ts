import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Target } from './target.ts';
import { commandTarget } from './targets/command-target.ts';
import { loadTargetFile } from './targets/target-file.ts';

/** In the form this file has: TypeScript in the repository, JavaScript in the package. */
const MAIN = fileURLToPath(new URL(`../reference-server/main${extname(import.meta.url)}`, import.meta.url));

export const REFERENCE_FILE = fileURLToPath(new URL('../../targets/reference.toml', import.meta.url));

/** The reference KMS of this project, as a process of its own; `entry` is another program with its first arguments. */
export const referenceTarget = (entry: readonly string[] = [MAIN]): Target =>
  commandTarget(loadTargetFile(REFERENCE_FILE), [process.execPath, ...entry]);
