import { join } from 'node:path';
import { run } from './program.ts';
import { PYKMIP_FOLDER, pythonWithPyKmip } from './pykmip/environment.ts';
import { startReference } from './reference.ts';

/** Drives the reference KMS with PyKMIP, a client from elsewhere, as it is on PyPI: `node scripts/pykmip.ts`. */
const VERSIONS = ['1.0', '1.1', '1.2', '1.3', '1.4', '2.0'];
const PROGRAM = join(import.meta.dirname, 'pykmip_client.py');
const print = (line: string): boolean => process.stdout.write(`${line}\n`);

/** Version -> operation -> "ok", or what was wrong. */
type Results = Readonly<Record<string, Readonly<Record<string, string>>>>;

try {
  process.exitCode = report(await drive(await pythonWithPyKmip(PYKMIP_FOLDER, print)));
} catch (error) {
  print(error instanceof Error ? error.message : String(error));
  print('pykmip: 0 passed, 1 failed');
  process.exitCode = 1;
}

async function drive(python: string): Promise<Results> {
  const reference = await startReference();
  try {
    const { certificateFile, keyFile } = await reference.client('pykmip');
    const access = [`${reference.socketPort}`, certificateFile, keyFile, reference.authorityFile];
    const { code, stdout, stderr } = await run(python, [PROGRAM, ...access, ...VERSIONS]);
    if (code !== 0) throw new Error(`The PyKMIP client ended with exit code ${code}. It said:\n${stderr}`);
    return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Results;
  } finally {
    await reference.stop();
  }
}

function report(results: Results): number {
  const operations = Object.keys(results[VERSIONS[0] ?? ''] ?? {});
  const cell = (version: string, operation: string): string => results[version]?.[operation] ?? 'not run';
  const cells = operations.flatMap((operation) =>
    VERSIONS.map((version) => ({ version, operation, result: cell(version, operation) })),
  );
  print(['operation'.padEnd(22), ...VERSIONS.map((version) => version.padStart(6))].join(''));
  for (const operation of operations) {
    const marks = VERSIONS.map((version) => (cell(version, operation) === 'ok' ? 'ok' : 'FAIL').padStart(6));
    print([operation.padEnd(22), ...marks].join(''));
  }
  const wrong = cells.filter(({ result }) => result !== 'ok');
  for (const { version, operation, result } of wrong) print(`wrong: ${version} ${operation}: ${result}`);
  print(`pykmip: ${cells.length - wrong.length} passed, ${wrong.length} failed`);
  return wrong.length === 0 && cells.length > 0 ? 0 : 1;
}
