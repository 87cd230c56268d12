import type { Aspect, Contract } from '../../contract/contract.ts';
import { nowUnixMs } from '../../driver/now.ts';
import { databaseGrowth } from '../../judge/database-growth.ts';
import type { Finding, Ruling } from '../../judge/finding.ts';
import { byTargetClock, clockSkewMs } from '../../judge/skew.ts';
import { type Bounds, contains, describe, plus, ZERO } from '../../ledger/bounds.ts';
import { type InstrumentPrediction, predict } from '../../ledger/predict.ts';
import type { Scene } from './scene.ts';

/** The judge found something; the run's own judgement will report it, so the scenario need not. */
export class FindingsError extends Error {
  override readonly name = 'FindingsError';
}

/** What the scenario needs cannot be had on this machine; the message says what. */
export class NotTestableError extends Error {
  override readonly name = 'NotTestableError';
}

/** A scenario and the ledger disagree about what the traffic was: an error of the suite. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
}

/** One row of "shows exactly": instrument, what this scenario's traffic adds to it in all, on which labels. */
export interface ExpectedRow {
  readonly instrument: string;
  /** "+4", "0", "at least 2". */
  readonly change: string;
  /** "operation=Get, user=alice"; empty = over all series. */
  readonly labels: string;
}

/**
 * The numbers of the feature are what the ledger has booked for this scenario, and the stream agrees with the
 * ledger: in these instruments and in every series that the scenario touched.
 */
export function expectExactly(scene: Scene, rows: readonly ExpectedRow[]): void {
  const { record } = scene.instance;
  const isOwn = ({ scenario }: { readonly scenario: string }) => scenario === scene.scenario;
  const initialObjects = new Map([...record.setting.initialObjects].filter(([, object]) => isOwn(object)));
  const skewMs = clockSkewMs(record.entries) ?? 0;
  const { instruments } = predict(
    byTargetClock(record.entries.filter(isOwn), skewMs),
    { ...record.setting, initialObjects },
    nowUnixMs() + skewMs,
  );
  for (const { instrument, change, labels } of rows) {
    const prediction = instruments.get(instrument);
    if (prediction === undefined)
      throw new LedgerError(`there is no instrument ${JSON.stringify(instrument)}`);
    if (!scene.run.isDocumented) continue;
    const where = labels === '' ? instrument : `${instrument} on {${labels}}`;
    expectBooked(on(prediction, translated(labels, scene)), change, where);
  }
  const named = new Set(rows.map(({ instrument }) => instrument));
  throwFindings(scene.rulings, (finding) => {
    const [instrument = ''] = finding.check.split('/');
    // A topic is put to the test by the instruments that its table names: what is wrong with others is told elsewhere.
    if (isOfTopic(scene)) return named.has(instrument);
    return named.has(instrument) || (finding.scenarios?.includes(scene.scenario) ?? false);
  });
}

const isOfTopic = ({ checks, run }: Scene): boolean =>
  checks.some((check) => run.contract.topics.some(({ id }) => id === check));

/**
 * The numbers of the feature are those of the ledger.
 * @param change "+4", "0", "at least 2"
 * @throws LedgerError where they are not; NotTestableError where requests took so long that the ledger cannot tell
 */
export function expectBooked(booked: Bounds, change: string, where: string): void {
  const said = change.replace(/^\+/, '');
  if (describe(booked) === said) return;
  if (booked.max !== undefined && /^\d+$/.test(said) && contains(booked, BigInt(said)))
    throw new NotTestableError(
      `${where} must grow by ${said}, but answers took so long that ${describe(booked)} are right: a quieter machine tells`,
    );
  throw new LedgerError(
    `the feature says ${change} for ${where}, but the ledger has booked ${describe(booked)} for this scenario`,
  );
}

/** Users as the target knows them. */
const translated = (labels: string, { instance }: Scene): string =>
  labels.replace(/\buser=(\w+)/, (_, user: string) => `user=${instance.nameOf(user)}`);

/** The feature's table says the same as the contract, and the stream the same as both. */
export function expectAspect(scene: Scene, aspect: Aspect, rows: readonly (readonly string[])[]): void {
  for (const [name = '', word = ''] of rows) {
    const promised = promisedWord(scene.run.contract, name, aspect);
    if (scene.run.isDocumented && promised !== word) {
      throw new LedgerError(
        `the feature says the ${aspect} of ${name} is ${word}, the contract says ${promised}`,
      );
    }
  }
  const ids = new Set(rows.map(([name]) => `${name}/${aspect}`));
  throwFindings(scene.rulings, ({ check }) => ids.has(check));
}

/** Nothing was found against the checks of this scenario, and each was put to the test. */
export function expectBorneOut(scene: Scene): void {
  const own = new Set(scene.checks);
  throwFindings(scene.rulings, ({ check }) => own.has(check));
  const exercised = new Set(scene.rulings.map(({ check }) => check));
  const idle = [...own].filter((check) => !exercised.has(check));
  if (idle.length > 0) throw new FindingsError(`not put to the test: ${idle.join(', ')}`);
}

/** The growth of the database operations between the last three observations is as one to `times`. */
export function expectProportional({ instance }: Scene, times: bigint): void {
  const { once, repeated } = databaseGrowth(instance.record);
  if (once === undefined || repeated === undefined || once === 0n) {
    throw new Error('the cost of one operation was not seen');
  }
  if (repeated !== times * once) {
    throw new Error(`one operation cost ${once} database operations, ${times} of the same cost ${repeated}`);
  }
}

function throwFindings(rulings: readonly Ruling[], concerns: (finding: Finding) => boolean): void {
  const findings = rulings.filter((ruling) => ruling.kind === 'finding' && concerns(ruling));
  if (findings.length > 0) {
    throw new FindingsError(
      findings.map((ruling) => (ruling.kind === 'finding' ? ruling.message : '')).join('\n'),
    );
  }
}

/** What is booked on the series that carry all these labels. */
function on({ total, series }: InstrumentPrediction, labels: string): Bounds {
  if (labels === '' || series === undefined) return total;
  const wanted = labels.split(',').map((pair) => pair.trim().split('='));
  return series
    .filter((one) => wanted.every(([key = '', word]) => one.labels[key] === word))
    .reduce((sum, { value }) => plus(sum, value), ZERO);
}

function promisedWord({ instruments }: Contract, name: string, aspect: Aspect): string {
  const instrument = instruments.find((candidate) => candidate.name === name);
  if (instrument === undefined) return 'that there is no such instrument';
  switch (aspect) {
    case 'kind':
      return instrument.kind;
    case 'unit':
      return instrument.unit;
    case 'attributes':
      return instrument.attributes.map(({ key }) => key).join(', ');
    default:
      return '';
  }
}
