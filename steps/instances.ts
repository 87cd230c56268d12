import { Given, Then, When } from '@cucumber/cucumber';
import * as lifecycle from '../src/testbed/scene/lifecycle.ts';
import type { Scene } from '../src/testbed/scene/scene.ts';

Given('a KMS to itself', function (this: Scene) {
  return this.takePlainInstance();
});

Given('a KMS of its own at the documented interval', function (this: Scene) {
  return this.startOwnInstance({ asDocumented: true });
});

Given('a KMS to itself with KMIP over TLS', function (this: Scene) {
  return this.takeInstanceOverTls();
});

Given('a KMS of its own whose cache is off', function (this: Scene) {
  return this.startOwnInstance({ cache: 'off' });
});

Given(
  'a KMS of its own whose cache holds {int} entries and forgets after {float} seconds',
  function (this: Scene, maxEntries: number, idleSeconds: number) {
    return this.startOwnInstance({ cache: { idleSeconds, maxEntries } });
  },
);

Given('a KMS of its own whose collector is not there yet', function (this: Scene) {
  return this.startOwnInstance({ withoutCollector: true });
});

Given('a KMS to itself, started with --otlp and nothing else about telemetry', function (this: Scene) {
  return this.takePlainInstance();
});

Given('a KMS of its own that learns the URL from the environment', function (this: Scene) {
  return this.startOwnInstance({ url: (url) => ({ by: 'environment', url }) });
});

Given('a KMS of its own that learns the URL from its file', function (this: Scene) {
  return this.startOwnInstance({ url: (url) => ({ by: 'file', url }) });
});

Given('a KMS of its own on which metering is switched on in every documented way', function (this: Scene) {
  return this.startOwnInstance({ url: (url) => ({ by: 'everything', url }) });
});

Given(
  'a KMS of its own whose environment names another collector by the variables of the SDK',
  function (this: Scene) {
    return lifecycle.startBesideSdkVariables(this);
  },
);

Given('a collector at the default address of OTLP, and a KMS that was told of none', function (this: Scene) {
  return lifecycle.startBesideDefaultCollector(this);
});

When('the collector comes', function (this: Scene) {
  return this.instance.collector.come();
});

When('the collector goes away', function (this: Scene) {
  return this.takeCollectorAway();
});

When('a push to it has been in vain', function (this: Scene) {
  return lifecycle.untilPushInVain(this);
});

When('a push has arrived since', function (this: Scene) {
  return lifecycle.untilPushArrived(this);
});

When('the collector returns', function (this: Scene) {
  return this.bringCollectorBack();
});

When('the KMS is killed and started again', function (this: Scene) {
  return this.instance.killAndRestart();
});

When('the KMS is told to stop', function (this: Scene) {
  return this.instance.stop();
});

Then('the KMS has ended in order', function (this: Scene) {
  return lifecycle.expectOrderlyEnd(this);
});

Then('it has pushed before it ended', function (this: Scene) {
  lifecycle.expectLastPush(this);
});

Then(
  'a KMS that was told of it by {word}, if there is that flag, pushes there {int} times, and the other never connects',
  function (this: Scene, flag: string, pushes: number) {
    return lifecycle.expectOnlyTheOtherConnects(this, flag, pushes);
  },
);
