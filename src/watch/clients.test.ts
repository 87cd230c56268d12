import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clients, type Outlet } from './clients.ts';
import { modelOf, taken, usersExport } from './watch.fixture.ts';

/** Takes what it is written only when it is asked to. */
class Slow implements Outlet {
  readonly texts: string[] = [];
  writableNeedDrain = false;
  isDestroyed = false;
  hasEnded = false;
  write(text: string): boolean {
    this.texts.push(text);
    this.writableNeedDrain = true;
    return false;
  }
  end(): void {
    this.hasEnded = true;
  }
  destroy(): void {
    this.isDestroyed = true;
  }
  drain(): this {
    this.writableNeedDrain = false;
    return this;
  }
  get last() {
    return JSON.parse(this.texts.at(-1)?.slice('data: '.length) ?? '');
  }
}

function watched() {
  const model = modelOf();
  const clients = new Clients((revision) => model.since(revision));
  let seconds = 0;
  const push = () => {
    seconds += 1;
    taken(
      model,
      usersExport(seconds, 100, (index) => (index === 0 ? BigInt(seconds) : 1n)),
    );
  };
  return { model, clients, push };
}

test('who comes late gets all there is, and then what changes', () => {
  const { clients, push } = watched();
  push();
  push();
  const late = new Slow();
  clients.add(late, 0);
  assert.deepEqual([late.last.whole, late.last.values.length], [true, 100]);
  late.drain();
  push();
  clients.tell(250);
  assert.deepEqual([late.last.whole, late.last.series.length, late.last.values.length], [false, 0, 1]);
});

test('nothing is said where nothing has changed, but a sign of life now and then', () => {
  const { clients, push } = watched();
  push();
  const one = new Slow();
  clients.add(one, 0);
  for (const nowMs of [250, 10_000, 15_000, 15_250]) {
    one.drain();
    clients.tell(nowMs);
  }
  assert.equal(one.texts.length, 2);
  assert.equal(one.texts[1], ': still here\n\n');
});

test('for one that is slow one update waits, however much happens, and holds it all', () => {
  const { clients, push } = watched();
  push();
  push();
  const slow = new Slow();
  clients.add(slow, 0);
  for (let told = 1; told <= 50; told += 1) {
    push();
    clients.tell(told * 250);
  }
  assert.equal(slow.texts.length, 1);
  clients.tell(50 * 250);
  slow.drain();
  clients.tell(50 * 250 + 1);
  assert.equal(slow.texts.length, 2);
  assert.deepEqual(
    slow.last.values.map(([id, value]: [number, string]) => [id, value]),
    [[1, '52']],
  );
});

test('one that takes nothing for half a minute is let go, one that goes is forgotten', () => {
  const { clients, push } = watched();
  push();
  const [dead, gone] = [new Slow(), new Slow()];
  clients.add(dead, 0);
  clients.add(gone, 0)();
  assert.equal(clients.count, 1);
  for (const nowMs of [250, 30_000, 30_251]) {
    push();
    clients.tell(nowMs);
  }
  assert.deepEqual([dead.isDestroyed, dead.texts.length, clients.count], [true, 1, 0]);
});

test('at the end everybody is told so', () => {
  const { clients, push } = watched();
  const one = new Slow();
  clients.add(one, 0);
  one.drain();
  push();
  clients.end(1);
  assert.match(one.texts.at(-1) ?? '', /^event: end\n/);
  assert.equal(one.texts.length, 3);
  assert.ok(one.hasEnded);
});
