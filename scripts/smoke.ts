import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Packs the package, installs it into an empty project and runs it there: what a user of the registry gets. */
const root = join(import.meta.dirname, '..');
const project = mkdtempSync(join(tmpdir(), 'kms-conformance-smoke-'));

/** Without the programs of this repository, its Node above all. */
const path = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((folder) => !folder.endsWith(join('node_modules', '.bin')))
  .join(delimiter);

const run = (folder: string, ...[program = '', ...args]: readonly string[]): string => {
  process.stdout.write(`> ${program} ${args.join(' ')}\n`);
  const { status, stdout } = spawnSync(program, args, {
    cwd: folder,
    env: { ...process.env, PATH: path },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`exit code ${status}\n${stdout}`);
  return stdout;
};
const expect = (text: string, part: string): void => {
  if (!text.includes(part)) throw new Error(`${JSON.stringify(part)} is missing in:\n${text}`);
};

try {
  const [{ filename }] = JSON.parse(run(root, 'npm', 'pack', '--json', '--pack-destination', project));
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true }));
  run(project, 'npm', 'install', '--no-audit', '--no-fund', `./${filename}`);
  expect(run(project, 'npx', 'kms-reference', '--help'), '--sqlite-path');
  expect(run(project, 'npx', 'kms-conformance', '--help'), 'Usage: kms-conformance');
  expect(run(project, 'npx', 'kms-conformance', 'run', '--fast', '--html', 'report.html'), ' 0 failed');
  expect(readFileSync(join(project, 'report.html'), 'utf8'), '</html>');
} finally {
  rmSync(project, { recursive: true, force: true });
}
