import { judge } from '../src/judge/judge.ts';
import { soundRecord } from '../src/judge/record.fixture.ts';
import { bare, op, plain } from '../src/ledger/entries.fixture.ts';
import type { Entry } from '../src/ledger/entry.ts';
import { decodeMetrics } from '../src/otlp/decode.ts';
import { encodeMetrics } from '../src/otlp/encode.ts';

/** What one process says on standard output, as JSON. */
export interface ScaleResult {
  readonly points: number;
  /** From the bytes of the exports to the judgement. */
  readonly seconds: number;
  /** Resident at the most while it judged, beyond what stood there before. */
  readonly mebibytes: number;
}

const OPERATIONS = [
  ...['Activate', 'AddAttribute', 'Check', 'Create', 'CreateKeyPair', 'Decrypt', 'DeleteAttribute'],
  ...['DeriveKey', 'Destroy', 'DiscoverVersions', 'Encrypt', 'Export', 'Get', 'GetAttributeList'],
  ...['GetAttributes', 'Hash', 'Import', 'Locate', 'MAC', 'MACVerify', 'ModifyAttribute', 'Query'],
  ...['ReKey', 'ReKeyKeyPair', 'Register', 'Revoke', 'RNGRetrieve', 'RNGSeed', 'SetAttribute', 'Sign'],
];
const REPEATED = { times: 3n, seconds: 1.5 };

const users = Number(process.argv[2]);
const { record, exports } = prepared();
globalThis.gc?.();
const before = process.memoryUsage.rss();
const startedAtMs = performance.now();
const rulings = judge({
  ...record,
  exports: exports.map(({ bytes, ...exported }) => ({ ...exported, request: decodeMetrics(bytes).request })),
});
const seconds = (performance.now() - startedAtMs) / 1000;
const found = rulings.filter(({ kind }) => kind === 'finding');
if (found.length > 0)
  throw new Error(`the judge finds something in what is sound: ${JSON.stringify(found[0])}`);
const result: ScaleResult = {
  points: users * OPERATIONS.length,
  seconds,
  mebibytes: Math.max(0, process.resourceUsage().maxRSS * 1024 - before) / 2 ** 20,
};
process.stdout.write(JSON.stringify(result));

/** A ledger and the exports, as bytes, that say what it predicts. */
function prepared() {
  const entries: Entry[] = [plain('GET', '/version', { sent: 0.1 })];
  for (let user = 0; user < users; user += 1)
    for (const operation of OPERATIONS)
      entries.push({ ...bare(`user-${user}`, op(operation), { sent: 1, took: 0.5 }), repeated: REPEATED });
  const sound = soundRecord({ entries, collections: [0.9, 4], observed: [4] });
  const exports = sound.exports.map((exported) => ({ ...exported, bytes: encodeMetrics(exported.request) }));
  return { record: sound, exports };
}
