import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatHsmId, parseHsmId } from './address.ts';
import type { HsmAddress } from './hsm.ts';

const addresses: Readonly<Record<string, HsmAddress>> = {
  'hsm::0::key': { slot: 0, label: 'key' },
  'hsm::1045663734::my key': { slot: 1045663734, label: 'my key' },
  'hsm::5::a::b': { slot: 5, label: 'a::b' },
  'hsm::5:::': { slot: 5, label: ':' },
  'hsm::5::ключ\n2': { slot: 5, label: 'ключ\n2' },
};
for (const [id, address] of Object.entries(addresses))
  test(`${JSON.stringify(id)} is taken apart and put together`, () => {
    assert.deepEqual(parseHsmId(id), address);
    assert.equal(formatHsmId(address), id);
  });

for (const id of [
  '',
  'key',
  'hsm::',
  'hsm::5',
  'hsm::5::',
  'hsm::05::k',
  'hsm::-1::k',
  'hsm::x::k',
  'hsm::softhsm2::5::k',
  'HSM::5::k',
  ' hsm::5::k',
  'hsm::99999999999999999999::k',
])
  test(`${JSON.stringify(id)} names no key in an HSM`, () => assert.equal(parseHsmId(id), undefined));
