import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contract } from '../../contract/contract.ts';
import { withPicks } from '../../contract/profiles.ts';
import type { EpochRecord } from '../../judge/record.ts';
import { momentOf } from '../../ledger/store-rules.ts';
import { decodeMetrics } from '../../otlp/decode.ts';
import type { Export } from '../../otlp/export.ts';
import { entryOf } from './entry.ts';
import {
  CaptureError,
  type Exchange,
  type Pushed,
  type RunFacts,
  readExchanges,
  readPushed,
  readRunFacts,
} from './exchange.ts';
import { quietPoints } from './quiet-points.ts';

/** Recorded exchanges and pushes of one process: see fixtures/captures/README.md. */
export interface Recording {
  readonly run: RunFacts;
  readonly exchanges: readonly Exchange[];
  readonly pushes: readonly Pushed[];
}

/** Reads run.json, traffic.jsonl and exports.jsonl of a folder. @throws CaptureError */
export const readRecording = (folder: string): Recording => ({
  run: readRunFacts(textOf(folder, 'run.json')),
  exchanges: readExchanges(textOf(folder, 'traffic.jsonl')),
  pushes: readPushed(textOf(folder, 'exports.jsonl')),
});

/**
 * What the judge takes, from a recording. Where the profile leaves a definition open, the recorded product picks.
 * @throws ContractError for a pick that the profile does not leave open, OtlpDecodeError
 */
export function importRecording({ run, exchanges, pushes }: Recording, profile: Contract): EpochRecord {
  const contract = withPicks(profile, run.definitions);
  const reading = {
    contract,
    custody: { keyEncryptionKey: run.key_encryption_key },
    defaultUser: run.default_user,
    fastestAnswerSeconds: fastest(exchanges),
  };
  const entries = exchanges
    .map((exchange) => entryOf(exchange, reading))
    .toSorted((a, b) => momentOf(a) - momentOf(b));
  const exports = pushes.map(exportOf);
  const [first] = entries;
  return {
    instance: `${run.product} ${run.release}`,
    setting: {
      contract,
      cache:
        run.cache === null
          ? undefined
          : { idleSeconds: run.cache.idle_seconds, maxEntries: run.cache.max_entries },
      hsmModel: run.hsm_model,
      initialObjects: new Map(),
    },
    process: {
      spawnedAtUnixMs: run.started_unix_ms,
      firstAnswerAtUnixMs: first === undefined ? run.started_unix_ms : momentOf(first),
      stoppedAtUnixMs: run.stopped_unix_ms,
    },
    testIntervalMs: undefined,
    entries,
    exports,
    observations: quietPoints(entries, exports, run.settle_ms),
    wrongWays: [],
  };
}

/** Metrics are recorded where the service for them was called over gRPC; its content type is not among the metadata. */
function exportOf({ received_unix_ms, method, metadata, body_base64 }: Pushed): Export {
  const raw = Buffer.from(body_base64, 'base64');
  return {
    arrivedAtUnixMs: received_unix_ms,
    ...decodeMetrics(raw),
    transport: {
      protocol: 'grpc',
      path: method,
      headers: { 'content-type': 'application/grpc', ...metadata },
    },
    raw,
  };
}

/** Of the plainest request that there is. */
function fastest(exchanges: readonly Exchange[]): number | undefined {
  const seconds = exchanges
    .filter(({ method, path }) => method === 'GET' && path === '/version')
    .flatMap(({ sent_unix_ms, answered_unix_ms }) =>
      answered_unix_ms === undefined ? [] : [(answered_unix_ms - sent_unix_ms) / 1000],
    );
  return seconds.length === 0 ? undefined : Math.min(...seconds);
}

function textOf(folder: string, file: string): string {
  try {
    return readFileSync(join(folder, file), 'utf8');
  } catch (error) {
    throw new CaptureError(
      `${join(folder, file)} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
