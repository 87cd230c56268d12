import assert from 'node:assert/strict';
import { test } from 'node:test';
import { junitReport } from './junit.ts';
import { hostileReport, reportOf } from './report.fixture.ts';

const xml = junitReport(reportOf());
const caseOf = (id: string): string => {
  const [classname, name] = id.split('/');
  const from = xml.indexOf(`<testcase classname="${classname}" name="${name}"`);
  assert.ok(from >= 0, id);
  const end = xml.slice(from).search(/\/>\n|<\/testcase>/);
  return xml.slice(from, from + end);
};

test('the totals are those of the cases', () => {
  assert.match(xml, /<testsuites name="kms-otlp-testbed" tests="10" failures="4" errors="1" time="12\.340">/);
  assert.equal(xml.match(/<testcase /g)?.length, 10);
  assert.equal(xml.match(/<failure /g)?.length, 4);
  assert.equal(xml.match(/<error /g)?.length, 1);
});

test('only what breaks the verdict is a failure', () => {
  const outcome = (id: string) => /<(failure|skipped|error) /.exec(caseOf(id))?.[1] ?? 'passed';
  assert.deepEqual(
    [
      'active.users/name',
      'errors.total/value',
      'errors.total/unit',
      'errors.total/time',
      'errors.total/kind',
    ].map((id) => outcome(`kms.${id}`)),
    ['passed', 'failure', 'skipped', 'skipped', 'failure'],
  );
  assert.deepEqual(['push/grpc', 'push/cadence', 'restart/epoch', 'kms.errors.total/name'].map(outcome), [
    'error',
    'skipped',
    'failure',
    'skipped',
  ]);
});

test('a failure has its message, and all evidence as its text', () => {
  const text = caseOf('kms.errors.total/value');
  assert.match(
    text,
    /message="kms\.errors\.total must stand at 4, but stands at 8 \(twice as much\) \(and 3 more\)"/,
  );
  for (const part of [
    'smallest edit: count every event once',
    '- in all  4',
    '+ in all  8',
    'Get failed: B',
    'time 1760000002000000000',
  ])
    assert.ok(text.includes(part), part);
});

test('ids, levels and provenance are properties of the suite, the only ones that the schema of Jenkins knows', () => {
  assert.match(
    xml,
    /<property name="check\.kms\.errors\.total\/value" value="MUST, failed, weight breaks"\/>/,
  );
  assert.match(xml, /<property name="seed" value="c0ffee00"\/>/);
  assert.match(xml, /<property name="completeness" value="NOT COMPLETE: /);
});

test('text from the wire is XML whatever it holds', () => {
  const hostile = junitReport(hostileReport());
  assert.doesNotMatch(hostile, /[^\P{Cc}\n]|[\ufffe\uffff]|\p{Cs}/u);
  assert.ok(!hostile.includes('<img'));
  assert.ok(!hostile.includes(']]>'));
  const entities = hostile.replaceAll(/&(amp|lt|gt|quot|#10);/g, '');
  assert.ok(!entities.includes('&'));
});
