import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bounds, exactly } from '../../ledger/bounds.ts';
import { expectBooked } from './expect.ts';

const cases: readonly [booked: Bounds, change: string, error: string | undefined][] = [
  [exactly(3n), '+3', undefined],
  [exactly(0n), '0', undefined],
  [{ min: 2n, max: undefined }, 'at least 2', undefined],
  [exactly(4n), '+3', 'LedgerError'],
  [{ min: 3n, max: undefined }, '+3', 'LedgerError'],
  [{ min: 3n, max: 4n }, '+3', 'NotTestableError'],
  [{ min: 3n, max: 4n }, '+4', 'NotTestableError'],
  [{ min: 3n, max: 4n }, '+5', 'LedgerError'],
];

for (const [booked, change, error] of cases) {
  const range = `${booked.min} to ${booked.max ?? 'any'}`;
  test(`the feature says ${change}, the ledger ${range}: ${error ?? 'in order'}`, () => {
    const compare = () => expectBooked(booked, change, 'kms.x');
    if (error === undefined) compare();
    else assert.throws(compare, { name: error });
  });
}
