import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editInstrument, editMetrics, editPoints } from '../../../faults/wire/edit.ts';
import { loadProfile } from '../../contract/profiles.ts';
import type { NumberPoint } from '../../otlp/model.ts';
import { deltaOf } from '../delta.fixture.ts';
import { judge } from '../judge.ts';
import { soundRecord, under } from '../record.fixture.ts';
import { redIn, sentences, stateOf } from '../rulings.fixture.ts';

const record = soundRecord();
const USERS = 'kms.active.users';
const cosmian = loadProfile('cosmian-5.26');

test('an instrument beside those of the profile is told, unless the profile knows it', () => {
  const rotation = editInstrument(USERS, (metric) => [metric, { ...metric, name: 'kms.key.auto_rotation' }])(
    record,
  );
  assert.deepEqual(sentences('catalogue/further-instruments', rotation), [
    '"kms.key.auto_rotation" is exported as well',
  ]);
  assert.deepEqual(sentences('catalogue/further-instruments', under(cosmian, rotation)), []);
});

test('the type of numbers is told once per instrument', () => {
  const doubles = editPoints(USERS, (point: NumberPoint) => ({ ...point, value: Number(point.value) }))(
    record,
  );
  assert.deepEqual(sentences('catalogue/number-type', doubles), [
    'kms.active.users must send int points, but sends double',
  ]);
  assert.equal(stateOf('catalogue/number-type', record), 'passed');
});

test('any description will do where the profile has none', () => {
  const silent = editInstrument(USERS, (metric) => [{ ...metric, description: '' }])(record);
  assert.deepEqual(sentences('catalogue/description', silent), ['kms.active.users has no description']);
  assert.equal(stateOf('catalogue/description', record), 'passed');
});

test('a profile with descriptions wants them to the letter', () => {
  assert.deepEqual(sentences('catalogue/description', under(cosmian, record)).slice(3, 4), [
    'kms.active.users must be described as "Number of unique active users", but is as "kms.active.users"',
  ]);
});

test('a profile with a temporality wants it as part of the kind', () => {
  assert.deepEqual(
    redIn(judge(deltaOf(record))).filter((id) => id.endsWith('/kind')),
    [],
  );
  assert.deepEqual(sentences('kms.errors.total/kind', under(cosmian, deltaOf(record))), [
    'kms.errors.total must be cumulative, but is exported as delta',
  ]);
});

test('a closed list of values is closed', () => {
  const label = (word: string) =>
    editMetrics((metric) => [
      metric.name === 'kms.database.operations.total'
        ? {
            ...metric,
            data: {
              ...metric.data,
              points: metric.data.points.map((point) => ({
                ...point,
                attributes: point.attributes.map((one) =>
                  one.key === 'backend' ? { ...one, value: word } : one,
                ),
              })),
            } as typeof metric.data,
          }
        : metric,
    ])(under(cosmian, record));
  assert.deepEqual(sentences('kms.database.operations.total/attributes', label('mysql')), []);
  assert.deepEqual(sentences('kms.database.operations.total/attributes', label('oracle')), [
    'backend of kms.database.operations.total must be one of sqlite, postgresql, mysql, redis, but is "oracle"',
  ]);
});
