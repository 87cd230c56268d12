import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import type { Config } from './config/settings.ts';

// Before everything else is loaded: a second start compiles nothing again.
enableCompileCache();

const BAD_CONFIGURATION = 2;
const FAILED = 1;

const main = async (): Promise<void> => {
  const { readConfig } = await import('./config/config.ts');
  const { VERSION } = await import('./version.ts');
  const request = await readConfig({
    args: process.argv.slice(2),
    env: process.env,
    readFile: (name) => readFileSync(name, 'utf8'),
    version: VERSION,
  });
  if (request.ask === 'run') await serve(request.config);
  else process.stdout.write(request.print);
};

const serve = async (config: Config): Promise<void> => {
  const { startKms } = await import('./kms.ts');
  // A reader of the log that goes away must not take the server with it.
  process.stdout.on('error', () => undefined);
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) process.exit(FAILED);
    stopping = true;
    await (await started).stop();
    process.exit(0);
  };
  const started = startKms(config);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop().catch(fail));
  await started;
};

const fail = (error: unknown): never => {
  const isConfiguration = error instanceof Error && error.name === 'ConfigError';
  process.stderr.write(`kms: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(isConfiguration ? BAD_CONFIGURATION : FAILED);
};

main().catch(fail);
