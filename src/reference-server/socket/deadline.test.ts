import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { newDeadline } from './deadline.ts';

const bench = (t: TestContext) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  let times = 0;
  const expired = (): void => {
    times += 1;
  };
  return {
    ...newDeadline(expired, Date.now),
    times: () => times,
    pass: (ms: number) => t.mock.timers.tick(ms),
  };
};

test('it happens once at its time, and can be set again', (t) => {
  const deadline = bench(t);
  for (const expected of [1, 2]) {
    deadline.in(10);
    deadline.pass(9);
    assert.equal(deadline.times(), expected - 1);
    deadline.pass(1);
    assert.equal(deadline.times(), expected);
    deadline.pass(1_000);
    assert.equal(deadline.times(), expected);
  }
});

test('put off it happens at the later time, and not before', (t) => {
  const deadline = bench(t);
  deadline.in(10);
  deadline.pass(5);
  deadline.in(100);
  deadline.pass(50);
  deadline.in(100);
  deadline.pass(99);
  assert.equal(deadline.times(), 0);
  deadline.pass(1);
  assert.equal(deadline.times(), 1);
});

test('brought forward it happens at the earlier time, and not again at the later one', (t) => {
  const deadline = bench(t);
  deadline.in(1_000);
  deadline.in(10);
  deadline.pass(10);
  assert.equal(deadline.times(), 1);
  deadline.pass(2_000);
  assert.equal(deadline.times(), 1);
});

test('called off it does not happen until it is set again, stopped it never happens', (t) => {
  const deadline = bench(t);
  deadline.in(10);
  deadline.clear();
  deadline.pass(5);
  deadline.in(20);
  deadline.pass(19);
  assert.equal(deadline.times(), 0);
  deadline.pass(1);
  assert.equal(deadline.times(), 1);
  deadline.in(10);
  deadline.stop();
  deadline.pass(1_000);
  assert.equal(deadline.times(), 1);
});

test('stopped it leaves no timer that keeps a process alive', () => {
  const running = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const before = running();
  const deadline = newDeadline(() => undefined);
  deadline.in(5_000);
  assert.equal(running(), before + 1);
  deadline.stop();
  assert.equal(running(), before);
});
