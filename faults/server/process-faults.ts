import { createServer } from 'node:http';
import type { PlantedProcess, ServerFault } from '../fault.ts';

/** Bends how the process is configured, or adds to it: defects of configuration and exposure. */
const bending = (
  id: string,
  words: string,
  expects: string,
  bend: (process: PlantedProcess) => void,
): ServerFault => ({
  id,
  words,
  expects,
  plant: (planted) => {
    const before = JSON.stringify([planted.args, planted.env]);
    bend(planted);
    if (JSON.stringify([planted.args, planted.env]) !== before) planted.hasStruck();
    return {};
  },
});

/** Takes a flag and its value out of the command line. */
function drop(planted: PlantedProcess, flag: string): void {
  const at = planted.args.indexOf(flag);
  if (at >= 0) planted.args.splice(at, 2);
}

const hasUrl = ({ args, env }: PlantedProcess): boolean =>
  args.includes('--otlp') ||
  args.includes('--otlp-url') ||
  args.includes('--config') ||
  env.KMS_OTLP_URL !== undefined;

export const processFaults: readonly ServerFault[] = [
  bending('metering-needed', 'without --enable-metering nothing is pushed', 'push/automatic', (planted) => {
    if (!planted.args.includes('--enable-metering')) drop(planted, '--otlp');
  }),
  bending('flag-ignored', '--otlp is ignored', 'configuration/flag-otlp', (planted) =>
    drop(planted, '--otlp'),
  ),
  bending('quick-start-flag-refused', '--otlp-url is no flag', 'configuration/flag-otlp-url', (planted) => {
    planted.args = planted.args.map((word) => (word === '--otlp-url' ? '--otlp-uri' : word));
  }),
  bending('environment-ignored', 'KMS_OTLP_URL is ignored', 'configuration/environment', ({ env }) => {
    delete env.KMS_OTLP_URL;
  }),
  {
    ...bending(
      'sdk-variables-win',
      'OTEL_EXPORTER_OTLP_ENDPOINT goes before the URL that the server is told',
      'configuration/precedence',
      (planted) => {
        const url = planted.env.OTEL_EXPORTER_OTLP_ENDPOINT;
        const at = planted.args.indexOf('--otlp');
        if (url !== undefined && at >= 0) planted.args[at + 1] = url;
      },
    ),
    of: 'CFG-13',
  },
  bending('file-ignored', 'kms.toml is ignored', 'configuration/file', (planted) =>
    drop(planted, '--config'),
  ),
  bending('metering-refused', '--enable-metering is no flag', 'configuration/metering', (planted) => {
    planted.args = planted.args.map((word) => (word === '--enable-metering' ? '--metering' : word));
  }),
  bending('default-url', 'without a URL the default address is used', 'configuration/no-url', (planted) => {
    if (!hasUrl(planted)) planted.args = [...planted.args, '--otlp', 'http://127.0.0.1:4317'];
  }),
  bending(
    'nothing-evicted',
    'the cache holds more than it may',
    'kms.cache.operations.total/value',
    (planted) => drop(planted, '--unwrapped-cache-max-size'),
  ),
  bending(
    'nothing-expires',
    'the cache keeps what nobody uses',
    'kms.cache.operations.total/value',
    (planted) => drop(planted, '--unwrapped-cache-max-age'),
  ),
  bending('second-listener', 'a second port is open', 'exposure/listeners', ({ hasStruck }) => {
    hasStruck();
    createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
  }),
  bending('scrape-endpoint', 'a second port serves metrics', 'exposure/metrics-endpoint', ({ hasStruck }) => {
    hasStruck();
    createServer((_, response) => response.end('# TYPE up gauge\nup 1\n')).listen(0, '127.0.0.1');
  }),
];
