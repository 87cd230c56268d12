import { Given, Then, When } from '@cucumber/cucumber';
import type { Scene } from '../src/testbed/scene/scene.ts';
import * as secrecy from '../src/testbed/scene/secrecy.ts';

Given('a KMS of its own that is told secrets of every kind', function (this: Scene) {
  return secrecy.startWithSecrets(this);
});

When('{user} sends secrets and is handed some', function (this: Scene, user: string) {
  return secrecy.exchangeSecrets(this, user);
});

Then('no secret was pushed', function (this: Scene) {
  secrecy.expectNoSecretPushed(this);
});

Then('no secret was logged', function (this: Scene) {
  secrecy.expectNoSecretLogged(this);
});
