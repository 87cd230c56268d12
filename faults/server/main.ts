import { readFileSync, writeFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import type { PlantedProcess } from '../fault.ts';

// Before everything else is loaded: the next faulty server compiles nothing again.
enableCompileCache();
const { readConfig } = await import('../../src/reference-server/config/config.ts');
const { startKms } = await import('../../src/reference-server/kms.ts');
const { VERSION } = await import('../../src/reference-server/version.ts');
const { serverFaults } = await import('./catalogue.ts');

/**
 * The reference KMS with one fault planted: node faults/server/main.ts STRUCK FAULT [arguments of the KMS]. The file
 * STRUCK is there as soon as the fault has had an effect.
 */
const [struck = '', id = '', ...args] = process.argv.slice(2);
const fault = serverFaults.find((candidate) => candidate.id === id);
if (fault === undefined) throw new Error(`there is no server fault ${JSON.stringify(id)}`);

const hasStruck = () => writeFileSync(struck, '');
const planted: PlantedProcess = { args, env: { ...process.env }, hasStruck };
const seams = fault.plant(planted);
await planted.until;
const request = await readConfig({
  args: planted.args,
  env: planted.env,
  readFile: (name) => readFileSync(name, 'utf8'),
  version: VERSION,
});
if (request.ask !== 'run') throw new Error('a faulty server only runs');
const kms = await startKms(request.config, seams);
process.on('SIGTERM', () => {
  kms.stop().then(() => process.exit(0));
});
