import { Given, When } from '@cucumber/cucumber';
import * as hsm from '../src/testbed/scene/hsm.ts';
import type { Scene } from '../src/testbed/scene/scene.ts';

Given('a KMS of its own whose key-encryption key is to be in the HSM', function (this: Scene) {
  return hsm.startWithKeyEncryptionKey(this);
});

Given('a KMS of its own that has a wrong PIN for the HSM', function (this: Scene) {
  return hsm.startWithWrongPin(this);
});

When('{user} makes the key-encryption key', function (this: Scene, user: string) {
  return hsm.makeKeyEncryptionKey(this, user);
});

When('the token of the HSM is pulled out', function (this: Scene) {
  return hsm.pullOutToken(this);
});

When('the token of the HSM is back', function (this: Scene) {
  return hsm.putTokenBack(this);
});
