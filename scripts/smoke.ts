import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { smokeAction } from './smoke/action.ts';
import { checkPackage, type Packed } from './smoke/package.ts';
import { expect, run } from './smoke/shell.ts';

/** Packs the package, installs it into an empty project and uses it there: what a user of the registry gets. */
const root = join(import.meta.dirname, '..');
const project = mkdtempSync(join(tmpdir(), 'kms-conformance-smoke-'));
const suite = (...args: readonly string[]): string =>
  run({ folder: project }, 'npx', 'kms-conformance', ...args);
const written = (name: string): string => readFileSync(join(project, name), 'utf8');

try {
  const [packed] = JSON.parse(
    run({ folder: root }, 'npm', 'pack', '--json', '--pack-destination', project),
  ) as [Packed];
  checkPackage(packed);
  const tarball = join(project, packed.filename);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true }));
  run({ folder: project }, 'npm', 'install', '--no-audit', '--no-fund', tarball);
  const installed = join(project, 'node_modules', 'kms-otlp-testbed');

  expect(run({ folder: project }, 'npx', 'kms-reference', '--help'), '--sqlite-path');
  const help = suite('--help');
  for (const command of commandsIn(help))
    expect(suite(...command.split(' '), '--help'), 'Usage: kms-conformance', 'Examples:');

  const reports = ['html', 'json', 'junit', 'markdown'].flatMap((format) => [`--${format}`, `r.${format}`]);
  expect(suite('run', '--fast', ...reports, '--badge', 'r.svg', ...captured(help)), ' 0 failed');
  expect(written('r.html'), '</html>');
  expect(written('r.json'), '"verdict": "conform, partial run"');
  expect(written('r.junit'), '<testsuites');
  expect(written('r.markdown'), '## ✅ conform');
  expect(written('r.svg'), '</svg>');
  if (existsSync(join(project, 'r.jsonl.gz'))) {
    expect(suite('judge', 'r.jsonl.gz'), 'conform');
    suite('compare', 'r.jsonl.gz', 'r.jsonl.gz');
  }
  expect(suite('list', '--level', 'MUST'), 'kms.errors.total/value');
  expect(suite('explain', 'kms.errors.total/value'), 'features/errors.feature');
  expect(suite('doctor'), 'push received');
  suite('baseline', 'write', 'baseline.toml', '--from', 'r.json');
  expect(suite('baseline', 'check', 'baseline.toml'), '0 entries in order');
  expect(
    suite('list', '--target-file', join(installed, 'fixtures/stand-in/target.toml')),
    'kms.errors.total/value',
  );

  smokeAction(installed, project, tarball);
  process.stdout.write('smoke: 1 passed, 0 failed\n');
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : error}\nsmoke: 0 passed, 1 failed\n`);
  process.exitCode = 1;
} finally {
  rmSync(project, { recursive: true, force: true });
}

/** The commands of the overview, the subcommands of "baseline" too. */
function commandsIn(help: string): readonly string[] {
  const names = [...help.matchAll(/^ {2}([a-z]+)[ [|<].*$/gm)].map(([, name = '']) => name);
  const commands = names.filter((name) => name !== 'help');
  if (commands.length < 5) throw new Error(`the overview names few commands:\n${help}`);
  return [...commands, 'baseline write', 'baseline check'];
}

/** A capture, where the suite knows them. */
function captured(help: string): readonly string[] {
  return help.includes(' judge ') ? ['--capture', 'r.jsonl.gz'] : [];
}
