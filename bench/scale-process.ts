import { readFileSync } from 'node:fs';
import { judge } from '../src/judge/judge.ts';
import { exportOf, soundRecord } from '../src/judge/record.fixture.ts';
import type { EpochRecord } from '../src/judge/record.ts';
import { decodeMetrics } from '../src/otlp/decode.ts';
import { COLLECTIONS, entriesOf, FIRST, pointsOf } from './scale-traffic.ts';

/** What one process says on standard output, as JSON. */
export interface ScaleResult {
  readonly points: number;
  /** From the bytes of the exports to the judgement. */
  readonly seconds: number;
  /** Of the processor, on all cores: what took the collector of garbage is in it. */
  readonly busySeconds: number;
  /** Resident at the most while it judged, beyond what stood there before: the ledger and the bytes. */
  readonly mebibytes: number;
}

const [users, ...files] = process.argv.slice(2);
const entries = entriesOf(Number(users));
const bytes = files.map((file) => new Uint8Array(readFileSync(file)));
if (globalThis.gc === undefined) throw new Error('what was left behind before is measured, too: --expose-gc');
globalThis.gc();
const before = process.memoryUsage.rss();
const busyBefore = process.cpuUsage();
const startedAtMs = performance.now();
const rulings = judge(received());
const seconds = (performance.now() - startedAtMs) / 1000;
const busy = process.cpuUsage(busyBefore);
const found = rulings.filter(({ kind }) => kind === 'finding');
if (found.length > 0)
  throw new Error(`the judge finds something in what is sound: ${JSON.stringify(found[0])}`);
const result: ScaleResult = {
  points: pointsOf(Number(users)),
  seconds,
  busySeconds: (busy.user + busy.system) / 1e6,
  mebibytes: Math.max(0, process.resourceUsage().maxRSS * 1024 - before) / 2 ** 20,
};
process.stdout.write(JSON.stringify(result));

/** The ledger, and the exports read from their bytes. */
function received(): EpochRecord {
  const small = soundRecord({ entries: [FIRST], collections: COLLECTIONS });
  return {
    ...small,
    entries,
    exports: bytes.map((message, index) => ({
      ...exportOf([], COLLECTIONS[index] ?? 0),
      request: decodeMetrics(message).request,
    })),
    observations: [{ exportCount: files.length, entryCount: entries.length, final: true }],
  };
}
