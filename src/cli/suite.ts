import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import packageData from '../../package.json' with { type: 'json' };

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** This suite as reports name it. */
export const suite = () => ({
  name: packageData.name,
  version: packageData.version,
  commit: packedCommit() ?? gitCommit(),
});

/** scripts/build.ts leaves it in the package. */
function packedCommit(): string | undefined {
  try {
    return readFileSync(new URL('../../commit.txt', import.meta.url), 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** With "-dirty" where the work tree is not the commit; undefined outside of a clone. */
function gitCommit(): string | undefined {
  const describe = ['describe', '--always', '--dirty', '--abbrev=40', '--exclude=*'];
  try {
    return execFileSync('git', describe, { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return undefined;
  }
}
