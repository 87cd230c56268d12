import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BASE_PROFILE, loadProfile } from '../contract/profiles.ts';
import { NO_FACTS } from '../driver/outlet.ts';
import { kmipPost } from '../driver/ways.ts';
import { writeJson } from '../kmip/json.ts';
import { Instance } from '../testbed/instance.ts';
import { OWN_KEY } from './activities.ts';
import { HELD_MS } from './held.ts';
import { Hindrance, isHindrance } from './hindrance.ts';

describe('a reference KMS whose disk can be made slow', () => {
  let hindrance: Hindrance;
  let instance: Instance;

  before(async () => {
    hindrance = await Hindrance.of('slow-disk');
    const contract = loadProfile(BASE_PROFILE);
    instance = await Instance.start({
      ...{ name: 'slow', target: hindrance.target, contract, patienceMs: 0 },
    });
  });
  after(async () => {
    await instance?.dispose();
    await hindrance?.dispose();
  });

  /** Milliseconds that making a key takes. */
  async function makeKey(): Promise<number> {
    const identity = await instance.identityOf('alice');
    const request = kmipPost('/kmip/2_1', 'application/json', writeJson(OWN_KEY.payload), identity);
    const answer = await instance.outlet().exchange('test', request, () => NO_FACTS);
    assert.equal(answer.status, 200, answer.body);
    return answer.answeredAtUnixMs - answer.sentAtUnixMs;
  }

  test('writes as it is until it is told otherwise', async () => {
    await makeKey();
    assert.equal(await hindrance.times(), 0n);
  });

  test('takes longer for each write while it is on, and no longer', async () => {
    await hindrance.begin();
    const slowMs = await makeKey();
    const times = await hindrance.times();
    await hindrance.end();
    assert.ok(times > 0n);
    assert.ok(slowMs >= Number(times) * HELD_MS, `${times} writes took ${slowMs} ms`);
    await makeKey();
    assert.equal(await hindrance.times(), times);
  });
});

test('what is inside of the KMS is told from what is around it', () => {
  assert.ok(isHindrance('hsm-errors'));
  assert.ok(!isHindrance('receiver-down'));
  assert.ok(!isHindrance(undefined));
});
