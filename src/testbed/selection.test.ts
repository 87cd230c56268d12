import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CAPABILITY_NAMES } from '../contract/capabilities.ts';
import { documented } from '../contract/contract.fixture.ts';
import { PlanError } from './plan.ts';
import { type Selection, select } from './selection.ts';

const EVERYTHING_CLAIMED = {
  capabilities: new Set(CAPABILITY_NAMES),
  operations: undefined,
  userCount: undefined,
  exclusive: true,
};
const scenario = (name: string, tags: readonly string[], checks: readonly string[]) => ({
  name,
  location: '',
  tags,
  needs: { users: [], operations: [], objects: 0 },
  checks,
});
const ALL = [
  scenario('plain', [], ['kms.errors.total/value', 'kms.objects.total/value', 'labels/bounded']),
  scenario('more', ['@own-instance'], ['kms.objects.total/value']),
  scenario('slow', ['@slow', '@push/cadence'], ['push/cadence']),
  scenario('hsm', ['@hsm'], ['kms.hsm.operations.total/value', 'kms.objects.total/unit']),
];
const whole = documented();
const CONTRACT = { ...whole, topics: whole.topics.filter(({ level }) => level !== 'MAY') };
const selected = (selection: Partial<Selection>) =>
  select(CONTRACT, ALL, { fast: false, hsmReason: undefined, claims: EVERYTHING_CLAIMED, ...selection });
const names = (plan: ReturnType<typeof selected>) => plan.scenarios.map(({ name }) => name);
const ids = (plan: ReturnType<typeof selected>) => plan.selected.map(({ id }) => id);

test('what is left out is not run, and says why', () => {
  const plan = selected({ fast: true });
  assert.deepEqual(names(plan), ['plain', 'more', 'hsm']);
  assert.deepEqual(plan.exclusions.get('push/cadence'), { state: 'not-run', reason: 'left out by --fast' });
  assert.equal(plan.exclusions.has('kms.errors.total/value'), false);
});

test('without an HSM its checks are not testable, not passed and not left out', () => {
  const plan = selected({ hsmReason: 'No SoftHSM.' });
  assert.deepEqual(names(plan), ['plain', 'more', 'slow']);
  for (const id of ['kms.hsm.operations.total/value', 'kms.objects.total/unit'])
    assert.deepEqual(plan.exclusions.get(id), { state: 'not-testable', reason: 'No SoftHSM.' });
});

test('without an HSM, checks of it that nobody asked for are left out like any other', () => {
  const plan = selected({ hsmReason: 'No SoftHSM.', checks: ['push/cadence'] });
  assert.equal(plan.exclusions.get('kms.hsm.operations.total/value')?.state, 'not-run');
});

test('checks of the HSM alone, without an HSM: nothing to run, and that is said of them', () => {
  const plan = selected({ hsmReason: 'No SoftHSM.', instruments: ['kms.hsm.*'] });
  assert.deepEqual(names(plan), []);
  assert.equal(plan.exclusions.get('kms.hsm.operations.total/value')?.reason, 'No SoftHSM.');
});

const BEHIND = [
  scenario('collector', ['@stack', '@collector/lossless'], ['collector/lossless']),
  scenario('grafana', ['@stack', '@grafana', '@grafana/screens'], ['grafana/screens']),
];
const withBehind = (selection: Partial<Selection>) =>
  select(CONTRACT, [...ALL, ...BEHIND], {
    ...{ fast: false, hsmReason: undefined, claims: EVERYTHING_CLAIMED },
    ...selection,
  });

test('without a stack its checks are not applicable, and to ask for nothing else is a mistake', () => {
  const plan = withBehind({});
  const reason = 'no stack takes part in this run: add --stack containers';
  for (const id of ['collector/lossless', 'grafana/screens'])
    assert.deepEqual(plan.exclusions.get(id), { state: 'not-applicable', reason });
  assert.throws(() => withBehind({ checks: ['collector/lossless'] }), PlanError);
});

test('with a stack its scenarios run, and a Grafana that cannot be had is said to be missing', () => {
  assert.ok(names(withBehind({ withStack: true })).includes('grafana'));
  const plan = withBehind({ withStack: true, grafanaReason: 'Grafana: not run (no image)' });
  assert.deepEqual(plan.exclusions.get('grafana/screens'), {
    state: 'not-applicable',
    reason: 'Grafana: not run (no image)',
  });
  assert.equal(plan.exclusions.has('collector/lossless'), false);
});

const SELECTIONS: readonly (readonly [Partial<Selection>, readonly string[], readonly string[]])[] = [
  [{ checks: ['push/cadence'] }, ['push/cadence'], ['slow']],
  [
    { checks: ['*/unit', 'push/*'] },
    ['kms.objects.total/unit', 'push/cadence'],
    ['plain', 'more', 'slow', 'hsm'],
  ],
  [{ instruments: ['kms.errors.total'] }, ['kms.errors.total/value'], ['plain']],
  [{ instruments: ['14'] }, ['kms.errors.total/value'], ['plain']],
  [{ tags: ['@slow'] }, ['push/cadence'], ['slow']],
  [{ tags: ['push/*'] }, ['push/cadence'], ['slow']],
  [{ levels: ['SHOULD'] }, ['kms.objects.total/unit', 'labels/bounded'], ['plain', 'more', 'hsm']],
  [{ instruments: ['15'], levels: ['MUST'] }, ['kms.objects.total/value'], ['plain', 'more']],
  [{ instruments: ['15'], tags: ['own-instance'] }, ['kms.objects.total/value'], ['more']],
  [{ open: ['push/cadence', 'labels/bounded'], levels: ['MUST'] }, ['push/cadence'], ['slow']],
  [{ fast: true, checks: ['push/cadence', 'labels/*'] }, ['labels/bounded'], ['plain']],
];

for (const [selection, checks, scenarios] of SELECTIONS) {
  test(`${JSON.stringify(selection)} selects ${checks.join(', ')}`, () => {
    const plan = selected(selection);
    const evidenced = new Set(ALL.flatMap((each) => each.checks));
    assert.deepEqual(
      ids(plan).filter((id) => evidenced.has(id)),
      checks,
    );
    assert.deepEqual(names(plan), scenarios);
  });
}

test('what comes along unasked is known, and so is what not all evidence will be seen for', () => {
  const plan = selected({ checks: ['kms.objects.total/value'], tags: ['own-instance'] });
  assert.equal(plan.unasked.has('kms.errors.total/value'), true);
  assert.equal(plan.whole.has('kms.objects.total/value'), false);
  assert.equal(selected({ checks: ['kms.objects.total/value'] }).whole.has('kms.objects.total/value'), true);
});

test('what a target does not claim is not asked; only what may be declared away is then not applicable', () => {
  const without = (...names: readonly string[]) => ({
    ...EVERYTHING_CLAIMED,
    capabilities: new Set(CAPABILITY_NAMES.filter((name) => !names.includes(name))),
  });
  const plan = selected({ claims: without('hsm') });
  assert.deepEqual(names(plan), ['plain', 'more', 'slow']);
  assert.deepEqual(plan.exclusions.get('kms.hsm.operations.total/value'), {
    state: 'not-applicable',
    reason: 'the target does not claim the capability hsm',
  });
  assert.deepEqual(plan.exclusions.get('kms.objects.total/unit'), {
    state: 'not-testable',
    reason:
      'the target does not claim the capability hsm, and kms.objects.total/unit cannot be declared away',
  });
  assert.equal(plan.exclusions.get('kms.objects.total/value'), undefined);
});

const REFUSED: readonly (readonly [Partial<Selection>, RegExp])[] = [
  [
    { checks: ['push/rgpc'] },
    /^there is no check "push\/rgpc"; nearest: push\/grpc, .*list prints them all$/,
  ],
  [{ checks: ['push/*', 'pull/*'] }, /^there is no check "pull\/\*"; nearest: push\//],
  [
    { instruments: ['kms.error.total'] },
    /^there is no instrument "kms\.error\.total"; nearest: kms\.errors\.total/,
  ],
  [{ instruments: ['19'] }, /^there is no instrument "19"/],
  [{ tags: ['@slo'] }, /^there is no tag "@slo"; nearest: @slow/],
  [{ levels: ['MAY'] }, /^no check of the profile documented is a MAY$/],
  [{ open: ['push/of-old'] }, /^the report names push\/of-old, which the profile documented does not have$/],
  [{ checks: ['push/*'], instruments: ['14'] }, /^no check fits everything that is wanted/],
  [{ fast: true, checks: ['push/cadence'] }, /leaves no scenario to run/],
];

for (const [selection, message] of REFUSED) {
  test(`refused: ${JSON.stringify(selection)}`, () => {
    assert.throws(
      () => selected(selection),
      (error: Error) => {
        assert.ok(error instanceof PlanError);
        assert.match(error.message, message);
        return true;
      },
    );
  });
}

test('a unit is told where the instrument moves: scenarios of its value run, too, unless its own move it', () => {
  const table = scenario('table', [], ['kms.errors.total/unit', 'kms.objects.total/unit']);
  const wanted = (all: typeof ALL) =>
    select(CONTRACT, all, {
      fast: false,
      hsmReason: undefined,
      claims: EVERYTHING_CLAIMED,
      checks: ['kms.errors.total/unit'],
    });
  assert.deepEqual(names(wanted([...ALL, table])), ['plain', 'table']);
  const moving = scenario('moving', [], ['kms.errors.total/unit', 'kms.errors.total/value']);
  assert.deepEqual(names(wanted([...ALL, table, moving])), ['table', 'moving']);
});
