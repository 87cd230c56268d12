import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import packageData from '../package.json' with { type: 'json' };

/** Makes dist/, the JavaScript of the published package: Node strips no types under node_modules. */
const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

const isNoTest = (path: string): boolean => !path.includes('.test.');

/** Data that is read by path: it keeps its place beside the code. */
const DATA = [
  ...['contract', 'features', 'targets', 'load'],
  ...['otel-collector-config.yaml', 'deploy/grafana', 'deploy/jaeger', 'deploy/prometheus', 'dashboards'],
  ...['report.schema.json', 'html/style.css', 'html/client'].map((name) => `src/report/${name}`),
  ...['style.css', 'client'].map((name) => `src/watch/${name}`),
];

rmSync(dist, { recursive: true, force: true });
execFileSync(join(root, 'node_modules/.bin/tsc'), ['--project', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});
for (const folder of DATA)
  cpSync(join(root, folder), join(dist, folder), { recursive: true, filter: isNoTest });
// A package has no history that reports could ask for it; what is built outside of a clone has none either.
const { status, stdout } = spawnSync(
  'git',
  ['describe', '--always', '--dirty', '--abbrev=40', '--exclude=*'],
  {
    cwd: root,
  },
);
if (status === 0) writeFileSync(join(dist, 'commit.txt'), stdout);
for (const program of Object.values(packageData.bin)) {
  const file = join(root, program);
  writeFileSync(file, `#!/usr/bin/env node\n${readFileSync(file, 'utf8')}`);
  chmodSync(file, 0o755);
}
