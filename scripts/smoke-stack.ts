import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageName } from '../src/testbed/stack/images.ts';
import { obtainCompose } from './images/compose.ts';
import { openEngine } from './images/engine.ts';
import { buildersWith } from './images/make.ts';
import { type Obtained, obtainImages } from './images/obtain.ts';
import { CHECKS, refused, vendorFiles, vendorFolder } from './smoke-stack/checks.ts';
import { type Composed, withStack } from './smoke-stack/composed.ts';
import { eventually } from './smoke-stack/eventually.ts';
import { GRAFANA_CHECKS } from './smoke-stack/grafana.ts';
import { isolation } from './smoke-stack/isolation.ts';
import { sendTraffic } from './smoke-stack/traffic.ts';

/** Starts docker-compose.otel.yml with the reference KMS and looks for what was sent: `npm run smoke:stack`. */
const NEEDED: readonly ImageName[] = ['otel-collector', 'jaeger', 'prometheus', 'kms'];

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => interrupted.abort(new Error(`interrupted by ${signal}`)));

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const counted = { passed: 0, failed: 0 };

async function check(name: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
    counted.passed += 1;
    say(`ok      ${name}`);
  } catch (error) {
    counted.failed += 1;
    say(`FAILED  ${name}: ${error instanceof Error ? error.message : error}`);
  }
  interrupted.signal.throwIfAborted();
}

async function obtain(): Promise<readonly Obtained[]> {
  const options = { progress: say, signal: interrupted.signal };
  say(`compose: ${await obtainCompose(options)}`);
  const engine = await openEngine(interrupted.signal);
  const builders = buildersWith(engine, { ...options, pull: true });
  const obtained = await obtainImages([...NEEDED, 'grafana'], engine, builders, {
    progress: say,
    pull: true,
    env: process.env,
  });
  for (const { name, chosen, reason } of obtained) say(`${name}: ${chosen?.image ?? `none: ${reason}`}`);
  return obtained;
}

/** Until the KMS answers, which starts after everything else. */
const START_LIMIT_MS = 120_000;

async function look(stack: Composed): Promise<void> {
  await eventually({
    ask: async () => (await fetch(`${stack.url.kms}/health`)).status,
    wanted: (status) => status === 200,
    what: 'the KMS to be up',
    limitMs: START_LIMIT_MS,
    signal: interrupted.signal,
  });
  await sendTraffic(stack.url.kms);
  const grafana = stack.services.includes('grafana');
  if (!grafana) say('Grafana: not run (no image)');
  for (const { name, run } of [...(grafana ? GRAFANA_CHECKS : []), ...CHECKS])
    await check(name, () => run(stack, interrupted.signal));
  if (counted.failed > 0) say(await stack.compose('logs', '--tail', '30'));
}

async function vendors(image: string): Promise<void> {
  for (const file of vendorFiles())
    await check(`the Collector takes deploy/vendors/${file}`, async () => {
      const problem = await refused(image, vendorFolder, file);
      if (problem !== undefined) throw new Error(problem);
    });
  await check('the Collector refuses one with a misspelt key', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vendors-'));
    try {
      // Read by the user of the container.
      await chmod(folder, 0o755);
      const [file = ''] = vendorFiles();
      await copyFile(join(vendorFolder, file), join(folder, file));
      const text = await readFile(join(folder, file), 'utf8');
      await writeFile(join(folder, 'bad.yaml'), text.replace('exporters: [', 'exporterz: ['));
      const problem = await refused(image, folder, 'bad.yaml');
      if (!problem?.includes('exporterz')) throw new Error(`it said: ${problem}`);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}

try {
  const obtained = await obtain();
  await vendors(obtained.find(({ name }) => name === 'otel-collector')?.chosen?.image ?? '');
  await withStack(obtained, interrupted.signal, look);
  const image = (name: ImageName) => obtained.find((one) => one.name === name)?.chosen?.image ?? '';
  await check('a Collector in a private network has what its KMS pushes, and nobody else reaches it', () =>
    isolation({ collector: image('otel-collector'), kms: image('kms') }, interrupted.signal),
  );
} catch (error) {
  counted.failed += 1;
  say(error instanceof Error ? error.message : String(error));
}
if (counted.failed > 0 || counted.passed === 0) process.exitCode = interrupted.signal.aborted ? 130 : 1;
say(`smoke stack: ${counted.passed} passed, ${counted.failed} failed`);
