import { loadProfile } from '../../../src/contract/profiles.ts';
import { judge } from '../../../src/judge/judge.ts';
import type { EpochRecord } from '../../../src/judge/record.ts';
import { decodeMetrics } from '../../../src/otlp/decode.ts';
import { OtlpDecodeError } from '../../../src/otlp/decode-error.ts';
import { encodeMetrics } from '../../../src/otlp/encode.ts';
import type { Export } from '../../../src/otlp/export.ts';
import { lastPointTime } from '../../../src/otlp/last-point-time.ts';
import type { MetricsRequest } from '../../../src/otlp/model.ts';
import { ReaderCaches } from '../../../src/otlp/reader-caches.ts';
import { Wrong } from '../wrong.ts';
import { goodExport } from './good-exports.ts';

const contract = loadProfile('documented');

export const instruments: readonly string[] = contract.instruments.map(({ name }) => name);

/** The hostile export comes between good ones, which have to be read and judged all the same. */
const TURNS = 3;
export const HOSTILE_TURN = 2;

/** The good export of this turn, from 1 on. */
export const turn = (number: number): MetricsRequest => goodExport(contract, number);

/** Reading and judging a message of a few hundred kilobytes may take so long on a busy machine. */
export const PATIENCE_MS = 10_000;

/** So small that they are full after some inputs, and forget. */
const SMALL = { items: 2 ** 8, bytes: 2 ** 16 };
const caches = new ReaderCaches({ attributes: SMALL, attributeSets: SMALL, bounds: SMALL });

const received = (raw: Uint8Array, number: number): Export => {
  const { request, issues } = decodeMetrics(raw, caches);
  const headers = { 'content-type': 'application/grpc' };
  return {
    arrivedAtUnixMs: 1_800_000_000_000 + number * 1_000,
    request,
    issues,
    transport: { protocol: 'grpc', path: '', headers },
    raw,
  };
};

const goodOnes = Array.from({ length: TURNS }, (_, index) =>
  received(encodeMetrics(turn(index + 1)), index + 1),
);

const recordOf = (exports: readonly Export[]): EpochRecord => ({
  instance: 'fuzz',
  setting: { contract, cache: undefined, hsmModel: undefined, initialObjects: new Map() },
  process: {
    spawnedAtUnixMs: 1_800_000_000_000,
    firstAnswerAtUnixMs: 1_800_000_000_000,
    stoppedAtUnixMs: undefined,
  },
  testIntervalMs: 1_000,
  entries: [],
  exports,
  observations: exports.map((_, index) => ({ exportCount: index + 1, entryCount: 0, final: false })),
  wrongWays: [],
});

/**
 * What holds for every message: it is read or refused with a sentence, and what was read is judged, amid good exports,
 * in time and without an error of the judge's own.
 * @throws Wrong
 */
export function survivesExport(raw: Uint8Array): 'read' | 'refused' {
  const startedMs = performance.now();
  const outcome = readAndJudged(raw);
  const tookMs = performance.now() - startedMs;
  if (tookMs > PATIENCE_MS) throw new Wrong(`reading and judging took ${Math.round(tookMs)} ms`);
  return outcome;
}

function readAndJudged(raw: Uint8Array): 'read' | 'refused' {
  lastPointTime(raw, caches);
  let hostile: Export;
  try {
    hostile = received(raw, HOSTILE_TURN);
  } catch (error) {
    if (error instanceof OtlpDecodeError) return 'refused';
    throw error;
  }
  const exports = goodOnes.map((good, index) => (index + 1 === HOSTILE_TURN ? hostile : good));
  judge(recordOf(exports));
  return 'read';
}
