import { Given, Then, When } from '@cucumber/cucumber';
import * as crowd from '../src/testbed/scene/crowd.ts';
import type { Scene } from '../src/testbed/scene/scene.ts';

Given('a KMS of its own that knows {int} further users', function (this: Scene, count: number) {
  return crowd.startWithCrowd(this, count);
});

When('each of them {activity} once', function (this: Scene, activity: string) {
  return crowd.performAsCrowd(this, activity);
});

Then('each of them has a series of its own', async function (this: Scene) {
  await this.observe();
  crowd.expectCrowdApart(this);
});
