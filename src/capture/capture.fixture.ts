import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { CAPABILITY_NAMES } from '../contract/capabilities.ts';
import { BASE_PROFILE, loadProfile } from '../contract/profiles.ts';
import { soundRecord } from '../judge/record.fixture.ts';
import type { EpochRecord } from '../judge/record.ts';
import { verdictOf } from '../judge/verdict.ts';
import { decodeMetrics } from '../otlp/decode.ts';
import { encodeMetrics } from '../otlp/encode.ts';
import type { ScenarioOutcome } from '../testbed/cucumber.ts';
import { judgementOf } from '../testbed/judgement.ts';
import type { PlannedScenario } from '../testbed/plan.ts';
import type { RunResult } from '../testbed/run.ts';
import { readPlan, select } from '../testbed/selection.ts';
import type { Claims } from '../testbed/targets/capabilities.ts';
import type { Capture } from './capture.ts';
import { AS_IS, type Mask } from './codec.ts';
import { type About, captureOf } from './take.ts';
import { captureFile } from './write.ts';

export const CONTRACT = loadProfile(BASE_PROFILE);
export const ALL: readonly PlannedScenario[] = await readPlan(CONTRACT);

const CLAIMS: Claims = {
  capabilities: new Set(CAPABILITY_NAMES),
  operations: undefined,
  userCount: undefined,
  exclusive: true,
};

/** A record as a run leaves it: what is decoded is what was received. */
export function received(record: EpochRecord): EpochRecord {
  return {
    ...record,
    setting: { ...record.setting, contract: CONTRACT },
    exports: record.exports.map((exported) => {
      const raw = encodeMetrics(exported.request);
      const headers: Record<string, string> = Object.assign(Object.create(null), exported.transport.headers);
      return { ...exported, ...decodeMetrics(raw), raw, transport: { ...exported.transport, headers } };
    }),
  };
}

export const RECORD = received(soundRecord());

/** A whole fast run of these records, in which every scenario passed unless told otherwise. */
export function runOf(
  records: RunResult['records'] = [[RECORD]],
  errors: Readonly<Record<string, ScenarioOutcome['error']>> = {},
): RunResult {
  const plan = select(CONTRACT, ALL, { fast: true, hsmReason: undefined, claims: CLAIMS });
  const scenarios = plan.scenarios.map((scenario) => ({
    ...{ scenario, error: errors[scenario.name], seconds: 1 },
  }));
  const strict = true;
  const results = judgementOf({ plan, scenarios, records, strict });
  return {
    ...{ plan, strict, results, scenarios, records, verdict: verdictOf(results) },
    ...{ seed: 'seed', startedAtUnixMs: 1, seconds: 2, waitedSeconds: 0.5, cleanUp: undefined },
  };
}

export const ABOUT: About = {
  suite: { name: 'suite', version: '1.0.0', commit: 'abc' },
  target: { name: 'kms', version: '5.26', claims: CLAIMS },
  ...{ contract: CONTRACT, profile: BASE_PROFILE, picks: {}, commandLine: 'kms-conformance run', wanted: {} },
};

export const captured = (run: RunResult = runOf()): Capture => captureOf(run, ABOUT);

/** A folder of its own, for one test file. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kms-conformance-capture-'));
  after(() => rmSync(folder, { recursive: true }));
  return folder;
}

export async function written(file: string, capture: Capture, mask: Mask = AS_IS): Promise<string> {
  await writeFile(file, captureFile(capture, mask, file));
  return file;
}
