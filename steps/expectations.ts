import { type DataTable, Then, When } from '@cucumber/cucumber';
import type { Aspect } from '../src/contract/contract.ts';
import { LEAST_IDLE_COLLECTIONS } from '../src/judge/rules/idle.ts';
import {
  type ExpectedRow,
  expectAspect,
  expectBorneOut,
  expectExactly,
  expectProportional,
} from '../src/testbed/scene/expect.ts';
import type { Scene } from '../src/testbed/scene/scene.ts';

Then('the next observation shows exactly:', async function (this: Scene, table: DataTable) {
  await this.observe();
  expectExactly(this, rowsOf(table));
});

Then(
  '{float} seconds of collections later the counts show exactly:',
  async function (this: Scene, seconds: number, table: DataTable) {
    await this.observeFurther(seconds);
    expectExactly(this, rowsOf(table));
  },
);

Then('the exports until then show exactly:', function (this: Scene, table: DataTable) {
  this.observeTheEnd();
  expectExactly(this, rowsOf(table));
});

Then('the next observation bears this out', async function (this: Scene) {
  await this.observe();
  expectBorneOut(this);
});

for (const aspect of ['name', 'kind', 'unit', 'attributes', 'time'] satisfies Aspect[]) {
  Then(`each instrument has its documented ${aspect}:`, async function (this: Scene, table: DataTable) {
    await this.observe();
    expectAspect(this, aspect, table.raw());
  });
}

When('an observation has been made', function (this: Scene) {
  return this.observe();
});

Then(
  '{float} seconds of collections later nothing but the uptime has moved',
  async function (this: Scene, seconds: number) {
    await this.observeFurther(seconds, LEAST_IDLE_COLLECTIONS - 1);
    expectBorneOut(this);
  },
);

Then('after {float} seconds of collections this is borne out', async function (this: Scene, seconds: number) {
  await this.observeFurther(seconds);
  expectBorneOut(this);
});

Then('within {int} collections this is borne out', async function (this: Scene, most: number) {
  await this.observeUntilJudged(most);
  expectBorneOut(this);
});

When(
  'an observation {float} seconds of collections later has been made',
  function (this: Scene, seconds: number) {
    return this.observeFurther(seconds);
  },
);

Then('this is borne out', function (this: Scene) {
  expectBorneOut(this);
});

Then('the whole ledger balances when everybody else has ended', async function (this: Scene) {
  await this.observeFinally();
  expectBorneOut(this);
});

Then(
  'the next observation shows {int} times the database operations of the one before',
  async function (this: Scene, times: number) {
    await this.observe();
    expectProportional(this, BigInt(times));
  },
);

const rowsOf = (table: DataTable): readonly ExpectedRow[] =>
  table.raw().map(([instrument = '', change = '', labels = '']) => ({ instrument, change, labels }));
