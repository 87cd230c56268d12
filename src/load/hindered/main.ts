import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import type { Seams } from '../../reference-server/seams.ts';
import { hsmErrors } from './hsm-errors.ts';
import { slowDisk } from './slow-disk.ts';
import { Switch } from './switch.ts';

// Before everything else is loaded: a second start compiles nothing again.
enableCompileCache();
const { readConfig } = await import('../../reference-server/config/config.ts');
const { startKms } = await import('../../reference-server/kms.ts');
const { VERSION } = await import('../../reference-server/version.ts');

const FAULTS: Readonly<Record<string, (fault: Switch) => Partial<Seams>>> = {
  'slow-disk': slowDisk,
  'hsm-errors': hsmErrors,
};

/** The reference KMS with a part that can be made to fail: node main.ts FAULT FOLDER [arguments of the KMS]. */
const [name = '', folder = '', ...args] = process.argv.slice(2);
const fault = FAULTS[name];
if (fault === undefined) throw new Error(`there is no fault ${JSON.stringify(name)}`);
const request = await readConfig({
  args,
  env: process.env,
  readFile: (file) => readFileSync(file, 'utf8'),
  version: VERSION,
});
if (request.ask !== 'run') throw new Error('a KMS with a fault only runs');
const kms = await startKms(request.config, fault(new Switch(folder)));
process.on('SIGTERM', () => {
  kms.stop().then(() => process.exit(0));
});
