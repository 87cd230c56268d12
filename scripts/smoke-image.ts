import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, run } from './smoke/shell.ts';

/** Builds the image of the suite and judges the reference KMS inside of it: `BASE_IMAGE=... node scripts/smoke-image.ts`. */
const root = join(import.meta.dirname, '..');
const IMAGE = `kms-conformance-smoke:${process.pid}`;
const NOTHING_AMISS = /checks: \d+ passed, 0 failed(, \d+ not applicable)?(, \d+ not run)?;/;
const docker = (...args: readonly string[]): string => run({ folder: root }, 'docker', ...args);

if (spawnSync('docker', ['info'], { stdio: 'ignore' }).status !== 0) {
  process.stdout.write('no container engine answers here: the image was not tried\n');
} else {
  try {
    run({ folder: root }, 'docker/build-suite', IMAGE, '--network', 'host');
    expect(docker('run', '--rm', '--entrypoint', 'id', IMAGE, '-u'), '10001');
    expect(docker('run', '--rm', IMAGE), 'Usage: kms-conformance');
    const said = docker('run', '--rm', IMAGE, 'run', '--fast', '--html', 'report.html');
    expect(said, 'conform, partial run (reference');
    const [counted] = /^\d+ checks: .*$/m.exec(said) ?? [];
    if (counted === undefined || !NOTHING_AMISS.test(counted))
      throw new Error(`not every check that ran has passed: ${counted ?? said.slice(-2000)}`);
    process.stdout.write(`${counted}\nimage: 1 passed, 0 failed\n`);
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? error.message : error}\nimage: 0 passed, 1 failed\n`);
    process.exitCode = 1;
  } finally {
    spawnSync('docker', ['rmi', '--force', IMAGE], { stdio: 'ignore' });
  }
}
