import { open } from 'node:fs/promises';
import type { Capture } from '../capture/capture.ts';
import type { Judged, Judgement, Side } from '../capture/compare.ts';
import { contractFor, judgeCapture } from '../capture/judge.ts';
import { readCapture } from '../capture/read.ts';
import type { Level } from '../contract/contract.ts';
import type { CheckResult } from '../judge/verdict.ts';
import { contractHash } from '../report/contract-hash.ts';
import { readPlan } from '../testbed/selection.ts';
import { FileError } from '../toml/read.ts';
import { type ComparableRun, readComparableRun } from './past-run.ts';
import { suite } from './suite.ts';

/** A run to compare, with what people want to know of it. */
export interface ComparedSide extends Side {
  readonly about: {
    readonly file: string;
    readonly kind: 'capture' | 'report';
    readonly target: string;
    readonly recordedBy: string;
    readonly recordedAtUnixMs: number;
  };
  readonly levels: ReadonlyMap<string, Level>;
  readonly strict: boolean;
}

/** A file that was opened, and not judged yet. */
export type Opened =
  | { readonly kind: 'capture'; readonly file: string; readonly capture: Capture }
  | { readonly kind: 'report'; readonly file: string; readonly report: ComparableRun };

/** A capture or a JSON report, told by how it begins. @throws FileError */
export async function openSide(file: string): Promise<Opened> {
  return (await isCapture(file))
    ? { kind: 'capture', file, capture: await readCapture(file) }
    : { kind: 'report', file, report: readComparableRun(file) };
}

async function isCapture(file: string): Promise<boolean> {
  try {
    await using handle = await open(file);
    const { buffer } = await handle.read(Buffer.alloc(16), 0, 16, 0);
    return (
      (buffer[0] === 0x1f && buffer[1] === 0x8b) || buffer.toString('latin1').startsWith('{"line":"header"')
    );
  } catch (error) {
    throw new FileError(`${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

/** The contract that this suite judges both by is the same for both. */
const THIS = 'this suite';

/** @param profile what captures are judged by; undefined = each by that of its run */
export const sideOf = (opened: Opened, profile: string | undefined): Promise<ComparedSide> =>
  opened.kind === 'capture' ? ofCapture(opened, profile) : Promise.resolve(ofReport(opened));

async function ofCapture(
  { file, capture }: Extract<Opened, { readonly kind: 'capture' }>,
  profile: string | undefined,
): Promise<ComparedSide> {
  const { header } = capture;
  const contract = contractFor(capture, profile);
  const { results, strict } = judgeCapture(capture, contract, await readPlan(contract));
  return {
    about: {
      ...{ file, kind: 'capture', target: nameOf(header.target) },
      ...{ recordedBy: suiteOf(header.suite), recordedAtUnixMs: header.startedAtUnixMs },
    },
    levels: new Map(results.map(({ check }) => [check.id, check.level])),
    strict,
    recorded: {
      by: [key(header.suite, header.contract.hash)],
      checks: new Map(
        capture.results.map(({ id, state, reason, findings }) => [id, { state, why: findings[0] ?? reason }]),
      ),
    },
    now: { by: [THIS, key(suite(), contractHash(contract))], checks: new Map(results.map(judgedOf)) },
  };
}

const judgedOf = ({ check, state, reason, findings }: CheckResult): readonly [string, Judged] => [
  check.id,
  { state, why: findings[0]?.message ?? reason },
];

function ofReport({ file, report }: Extract<Opened, { readonly kind: 'report' }>): ComparedSide {
  const recorded: Judgement = {
    by: [key(report.suite, report.contract.hash)],
    checks: new Map(
      report.checks.map(({ id, state, reason, findings }) => [
        id,
        { state, why: findings[0]?.message ?? reason ?? undefined },
      ]),
    ),
  };
  return {
    about: {
      ...{ file, kind: 'report', target: nameOf(report.target) },
      ...{ recordedBy: suiteOf(report.suite), recordedAtUnixMs: report.run.startedAtUnixMs },
    },
    levels: new Map(report.checks.map(({ id, level }) => [id, level])),
    strict: report.run.strict,
    recorded,
    now: undefined,
  };
}

interface Named {
  readonly name: string;
  readonly version?: string | null | undefined;
}

const nameOf = ({ name, version }: Named): string => (version ? `${name} ${version}` : name);

const suiteOf = (suite: Named & { readonly commit?: string | null | undefined }): string =>
  suite.commit ? `${nameOf(suite)} (${suite.commit.slice(0, COMMIT)})` : nameOf(suite);

/** As much as people type of it. */
const COMMIT = 12;

const key = (
  { version, commit }: { readonly version: string; readonly commit?: string | null | undefined },
  hash: string,
): string => `${version} ${commit ?? ''} ${hash}`;
