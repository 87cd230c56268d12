import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { EpochRecord } from '../judge/record.ts';
import type { Metric, MetricData } from '../otlp/model.ts';
import { captured, newFolder, RECORD, received, runOf, written } from './capture.fixture.ts';
import { AS_IS, type Mask } from './codec.ts';
import { maskOf } from './mask.ts';
import { readCapture } from './read.ts';

const folder = newFolder();

const TOKEN = `token-${crypto.randomUUID()}`;
const PIN = '73195';
const PASSPHRASE = `Schlüssel-${crypto.randomUUID()}`;
const KEY_LINE = Buffer.from(crypto.randomUUID().repeat(3)).toString('base64').slice(0, 64);
const KEY = `-----BEGIN PRIVATE KEY-----\n${KEY_LINE}\n-----END PRIVATE KEY-----\n`;
const SECRETS = [TOKEN, PIN, PASSPHRASE, KEY];
const PLAIN = [TOKEN, PIN, PASSPHRASE, KEY_LINE];

/** As it is, in hexadecimal, and in base64 at each of the three places where it may begin: what never changes of it. */
const tracesOf = (secret: string): readonly string[] => [
  ...(secret === PIN ? [` ${secret} `] : [secret]),
  ...(secret === PIN ? [] : [Buffer.from(secret).toString('hex')]),
  ...[0, 1, 2].flatMap((before) => {
    const inner = Buffer.from(`${'x'.repeat(before)}${secret}`)
      .toString('base64')
      .slice(4, -4);
    return inner.length < 8 ? [] : [inner];
  }),
];
const TRACES = PLAIN.flatMap(tracesOf);

const LEAK = PLAIN.flatMap((secret) => [
  secret,
  Buffer.from(secret).toString('hex'),
  ...['', 'a', 'ab'].map((before) => Buffer.from(`${before}${secret} and more`).toString('base64')),
]).join(' ');

const leaking = (metric: Metric): Metric => ({
  ...metric,
  name: metric.name === 'kms.active.users' ? `kms.active.users.${TOKEN}` : metric.name,
  data: {
    ...metric.data,
    points: metric.data.points.map((point) => ({
      ...point,
      attributes: [
        ...point.attributes,
        { key: 'authorization', value: LEAK },
        { key: TOKEN, value: PASSPHRASE },
      ],
    })),
  } as MetricData,
});

/** A KMS that puts every secret that it was told into everything, and a client whose words are secrets. */
const CARELESS: EpochRecord = received({
  ...RECORD,
  instance: `Configuration: ${LEAK}`,
  wrongWays: [`GET /metrics with ${LEAK}`],
  setting: { ...RECORD.setting, ownUsers: [TOKEN] },
  entries: RECORD.entries.map((entry) => ({ ...entry, canaries: [TOKEN, LEAK], scenario: LEAK })),
  exports: RECORD.exports.map((exported) => ({
    ...exported,
    transport: {
      ...exported.transport,
      headers: { ...exported.transport.headers, 'x-leak': LEAK, [TOKEN]: LEAK },
    },
    request: {
      resourceMetrics: exported.request.resourceMetrics.map((resource) => ({
        ...resource,
        scopeMetrics: resource.scopeMetrics.map((scope) => ({
          ...scope,
          metrics: scope.metrics.map(leaking),
        })),
      })),
    },
  })),
});

const RUN = runOf([[CARELESS]], {
  'Errors: One': { type: 'Error', message: LEAK },
});
const CAPTURE = captured(RUN);
const LEAKY = {
  ...CAPTURE,
  header: { ...CAPTURE.header, commandLine: `run --token ${TOKEN}`, target: { name: LEAK, version: PIN } },
};

/** All that the file holds, and all that its messages hold. */
async function holdings(mask: Mask): Promise<readonly string[]> {
  const file = await written(join(folder, `${crypto.randomUUID()}.jsonl`), LEAKY, mask);
  const text = await readFile(file, 'utf8');
  const messages = [...text.matchAll(/"\$bytes":"([^"]*)"/g)].map(([, base64 = '']) =>
    Buffer.from(base64, 'base64').toString(),
  );
  return [text, ...messages];
}

const found = (texts: readonly string[]): readonly string[] =>
  TRACES.filter((trace) => texts.some((text) => text.includes(trace)));

test('what was told to the suite or made by it stands in no form in a capture, not in its messages either', async () => {
  assert.deepEqual(found(await holdings(maskOf(SECRETS))), []);
});

test('the search finds them where they are not taken out', async () => {
  assert.deepEqual(found(await holdings(AS_IS)), TRACES);
});

test('what is masked can be read and is judged as it was', async () => {
  const file = await written(join(folder, 'masked.jsonl.gz'), CAPTURE, maskOf(SECRETS));
  const capture = await readCapture(file);
  const states = ({ results }: Pick<typeof capture, 'results'>) =>
    results.map(({ id, state }) => `${id} ${state}`);
  assert.deepEqual(states(capture), states(CAPTURE));
  const [epoch] = capture.instances.flat();
  assert.ok(epoch);
  const records = [[{ ...epoch, setting: { ...epoch.setting, contract: RECORD.setting.contract } }]];
  assert.deepEqual(
    runOf(records).results.map(({ state }) => state),
    runOf([[CARELESS]]).results.map(({ state }) => state),
  );
});

test('equal secrets stay equal, different ones differ, and lengths are kept', () => {
  const mask = maskOf(['abcdefgh', 'ijklmnop', 'é-secret']);
  assert.equal(mask.text('abcdefgh ijklmnop abcdefgh'), '*******1 *******2 *******1');
  assert.equal(mask.text('é-secret!'), '********3!');
  assert.deepEqual(mask.bytes(Buffer.from('é-secret!')), Uint8Array.from(Buffer.from('********3!')));
  assert.equal(mask.text('nothing: \ud800'), 'nothing: \ud800');
});
