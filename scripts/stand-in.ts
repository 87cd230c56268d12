import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { type Ran, run } from './program.ts';
import { pythonWith } from './python/environment.ts';

/**
 * Judges a KMS that the suite has never seen, in another language and with another SDK, the way docs/quick-start.md
 * does: `node scripts/stand-in.ts`.
 */
const root = join(import.meta.dirname, '..');
const TARGET = ['--target-file', 'fixtures/stand-in/target.toml'];
const BASELINE = 'fixtures/stand-in/baseline.toml';

/** Its two faults, as its source names them; and it does not say which instance it is, which is only reported. */
const FAULTS = ['kms.errors.total/value', 'kms.http.request.duration/unit', 'origin/resource'];

interface Report {
  readonly verdict: string;
  readonly checks: readonly { readonly id: string; readonly state: string; readonly weight: string }[];
}

const print = (line: string): boolean => process.stdout.write(`${line}\n`);
const wrong: string[] = [];
let passed = 0;

function expect(what: string, actual: unknown, expected: unknown): void {
  const isRight = JSON.stringify(actual) === JSON.stringify(expected);
  print(`${isRight ? 'ok    ' : 'WRONG '} ${what}`);
  if (isRight) passed += 1;
  else wrong.push(`${what}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
}

const folder = await mkdtemp(join(tmpdir(), 'kms-stand-in-'));
try {
  await judge(join(folder, 'report.json'));
} catch (error) {
  wrong.push(error instanceof Error ? error.message : String(error));
} finally {
  await rm(folder, { recursive: true, force: true });
}
for (const line of wrong) print(`wrong: ${line}`);
print(`stand-in: ${passed} passed, ${wrong.length} failed`);
process.exitCode = wrong.length === 0 ? 0 : 1;

async function judge(file: string): Promise<void> {
  const python = await pythonWith(
    {
      name: 'the stand-in KMS',
      folder: join(root, '.cache/stand-in'),
      requirements: join(root, 'fixtures/stand-in/requirements.txt'),
      from: '3.11',
    },
    print,
  );
  // Its target file says python3, as a user has it in an activated environment.
  process.env.PATH = `${dirname(python)}${delimiter}${process.env.PATH}`;
  process.chdir(root);

  const doctor = await conformance('doctor', ...TARGET);
  expect('the doctor is content', doctor.code, 0);

  const before = await conformance('run', ...TARGET, '--fast', '--json', file);
  expect('without the baseline it does not conform', before.code, 1);
  const { checks } = await reportIn(file, before);
  const ids = (belongs: (check: Report['checks'][number]) => boolean) =>
    checks
      .filter(belongs)
      .map(({ id }) => id)
      .toSorted();
  expect(
    'exactly its faults are found',
    ids(({ state }) => state === 'failed'),
    FAULTS,
  );
  expect(
    'the baseline names exactly what breaks',
    ids(({ weight }) => weight === 'breaks'),
    [...(await readFile(BASELINE, 'utf8')).matchAll(/^check = "(.*)"$/gm)].map(([, id]) => id).toSorted(),
  );

  const after = await conformance('run', ...TARGET, '--baseline', BASELINE, '--json', file);
  expect('with the baseline everything is as expected', after.code, 0);
  expect('the report says so', (await reportIn(file, after)).verdict, 'not conform, as expected (12)');
}

function conformance(...args: readonly string[]): Promise<Ran> {
  print(`> kms-conformance ${args.join(' ')}`);
  return run(process.execPath, ['src/cli/main.ts', ...args]);
}

async function reportIn(file: string, { stdout, stderr }: Ran): Promise<Report> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Report;
  } catch {
    throw new Error(`the run wrote no report. It said:\n${stdout}${stderr}`);
  }
}
