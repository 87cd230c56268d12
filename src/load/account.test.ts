import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckResult } from '../judge/verdict.ts';
import { accountOf, type Incident } from './account.ts';
import type { Balance } from './conservation.ts';

const balance = (instrument: string, more: Partial<Balance> = {}): Balance => ({
  ...{ instrument, sent: { min: 100n, max: 100n }, counted: 100n, series: 1, seconds: undefined },
  isKept: true,
  ...more,
});

const LOSSLESS: CheckResult = {
  check: { id: 'collector/lossless', level: 'MUST', text: '', source: '', capability: undefined },
  ...{ state: 'passed', weight: 'fine', findings: [], reason: undefined },
};

const OUTCOME = {
  answered: 100n,
  lost: 0n,
  balances: [
    balance('kms.kmip.operations.total'),
    balance('kms.database.operation.duration', { seconds: 0.5 }),
  ],
  results: [LOSSLESS],
};

const KEPT = {
  instrument: 'kms.kmip.operations.total',
  sent: { min: 40n, max: 42n },
  pushed: 38n,
  isTooMuch: false,
};

const CASES: readonly {
  readonly what: string;
  readonly incident: Incident;
  readonly outcome?: Partial<typeof OUTCOME>;
  readonly unknown: RegExp;
  readonly broken?: RegExp;
}[] = [
  {
    what: 'a receiver that was away and missed',
    incident: { fault: 'receiver-down', seconds: 10, wasMissed: true },
    unknown: /^how the instruments stood in that time/,
  },
  {
    what: 'a receiver that nobody missed',
    incident: { fault: 'receiver-down', seconds: 10, wasMissed: false },
    unknown: /^how the instruments stood/,
    broken: /^not testable: nobody was seen to push/,
  },
  {
    what: 'a receiver that was restarted',
    incident: { fault: 'collector-restarted', what: 'receiver', times: 3, before: 5, after: 5 },
    unknown: /^whether a push was under way/,
  },
  {
    what: 'a receiver that was restarted before anything came',
    incident: { fault: 'collector-restarted', what: 'receiver', times: 3, before: 0, after: 5 },
    unknown: /^whether a push was under way/,
    broken: /^not testable/,
  },
  {
    what: 'a Collector that was restarted',
    incident: { fault: 'collector-restarted', what: 'Collector', seconds: 2, taken: 200, untaken: 7 },
    unknown: /^whether it has passed on 7 exports/,
  },
  {
    what: 'a Collector that has lost what it answered for',
    incident: { fault: 'collector-restarted', what: 'Collector', seconds: 2, taken: 200, untaken: 7 },
    outcome: { results: [{ ...LOSSLESS, state: 'failed', weight: 'breaks' }] },
    unknown: /^whether it has passed on 7 exports/,
    broken: /^that all 200 exports were passed on/,
  },
  {
    what: 'a Collector that was never restarted',
    incident: { fault: 'collector-restarted', what: 'Collector', seconds: 0, taken: 200, untaken: 0 },
    unknown: /^what it had counted/,
    broken: /^not testable: the load was over/,
  },
  {
    what: 'a KMS that took something with it',
    incident: { fault: 'kms-killed', kept: [KEPT] },
    unknown: /^what was counted after that push, if at all: of kms\.kmip\.operations\.total 38 of 40 to 42$/,
  },
  {
    what: 'a KMS that had pushed more than was asked',
    incident: { fault: 'kms-killed', kept: [{ ...KEPT, pushed: 43n, isTooMuch: true }] },
    unknown: /^nothing$/,
    broken: /^more was pushed than asked: kms\.kmip\.operations\.total 43 of 40 to 42$/,
  },
  {
    what: 'a disk whose time is in the durations',
    incident: { fault: 'slow-disk', writes: 25n },
    unknown: /^nothing$/,
  },
  {
    what: 'a disk whose time is missing in the durations',
    incident: { fault: 'slow-disk', writes: 26n },
    unknown: /^nothing$/,
    broken: /says 0\.50 s, and the disk alone took 0\.52 s$/,
  },
  {
    what: 'a disk that nobody wrote to',
    incident: { fault: 'slow-disk', writes: 0n },
    unknown: /^nothing$/,
    broken: /^not testable: nothing was written/,
  },
  {
    what: 'an HSM whose every refusal was told',
    incident: { fault: 'hsm-errors', refused: 9n, told: 9n },
    unknown: /^nothing$/,
  },
  {
    what: 'an HSM of whose refusals one was told to nobody',
    incident: { fault: 'hsm-errors', refused: 9n, told: 8n },
    unknown: /^nothing$/,
    broken: /^the HSM refused 9 calls, and 8 answers say so$/,
  },
  {
    what: 'a refusal whose answer was lost',
    incident: { fault: 'hsm-errors', refused: 9n, told: 8n },
    outcome: { lost: 1n },
    unknown: /^whether 1 requests that had no answer/,
  },
  {
    what: 'an instrument that does not balance',
    incident: { fault: 'hsm-errors', refused: 9n, told: 9n },
    outcome: { balances: [balance('kms.errors.total', { counted: 99n, isKept: false })] },
    unknown: /^nothing$/,
    broken: /^kms\.errors\.total: 100 sent, 99 counted$/,
  },
];

for (const { what, incident, outcome, unknown, broken } of CASES)
  test(`${what}: ${broken === undefined ? 'kept' : 'not kept, or not known'}`, () => {
    const account = accountOf(incident, { ...OUTCOME, ...outcome });
    assert.match(account.unknown, unknown);
    if (broken === undefined) assert.equal(account.broken, undefined);
    else assert.match(account.broken ?? '', broken);
  });
