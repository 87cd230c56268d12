import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import * as rules from '../src/testbed/push/rules.ts';
import * as push from '../src/testbed/scene/push.ts';
import type { Scene } from '../src/testbed/scene/scene.ts';

Given('a KMS of its own', function (this: Scene) {
  return this.startOwnInstance({});
});

Given('a KMS of its own that gives a push {float} seconds', function (this: Scene, seconds: number) {
  return this.startOwnInstance({ push: { timeoutMs: seconds * 1000 } });
});

Given('a KMS of its own that pushes over TLS', function (this: Scene) {
  return this.startOwnInstance({ push: { overTls: true } });
});

Given('a KMS of its own that pushes over TLS with the headers:', function (this: Scene, table: DataTable) {
  return this.startOwnInstance({ push: { overTls: true, headers: table.rowsHash() } });
});

Given(
  'a KMS of its own that pushes in clear text with the headers:',
  function (this: Scene, table: DataTable) {
    return this.startOwnInstance({ push: { headers: table.rowsHash() } });
  },
);

Given('a KMS of its own that pushes over TLS with a client certificate', function (this: Scene) {
  return this.startOwnInstance({ push: { overTls: true, withClientCertificate: true } });
});

When('the collector answers the next exports:', function (this: Scene, table: DataTable) {
  push.playScript(this, table.raw().flat());
});

When('it has done so, and has taken one more', function (this: Scene) {
  return push.untilPlayed(this);
});

for (const [sentence, rule] of [
  ['what may be sent again was sent again', rules.retried],
  ['what was answered for good was not sent again', rules.finalIsFinal],
  ['what asks for a pause had it', rules.pausesAsTold],
  ['there was never a second export beside an open one', rules.oneAtATime],
  ['what was never answered was given up', rules.givesUp],
  ['what followed came over another connection', rules.reconnects],
] as const) {
  Then(sentence, function (this: Scene) {
    push.expectRule(this, rule);
  });
}

Then('the pauses between attempts grew, each time a little otherwise', function (this: Scene) {
  push.expectBackOff(this);
});

Then('the log of the KMS repeats what the collector said', function (this: Scene) {
  return push.expectAnswersInLog(this);
});

Then(
  'nothing is pushed to a collector whose certificate is {certificate}, and the log says why',
  function (this: Scene, variant: push.CertificateVariant) {
    return push.expectRefused(this, variant);
  },
);

Then('it pushes over TLS, by the name in the URL', function (this: Scene) {
  return push.expectTls(this);
});

Then('nothing has come in clear text', function (this: Scene) {
  push.expectNothingInClear(this);
});

Then('it has shown its certificate to a collector that demands one', function (this: Scene) {
  return push.expectClientCertificate(this);
});

Then('every export carries the headers:', function (this: Scene, table: DataTable) {
  push.expectHeaders(this, table.rowsHash());
});

Then('no export carries the headers:', function (this: Scene, table: DataTable) {
  push.expectNoHeaders(this, table.raw().flat());
});
