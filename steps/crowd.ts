import { Given, Then, When } from '@cucumber/cucumber';
import * as crowd from '../src/testbed/scene/crowd.ts';
import type { Scene } from '../src/testbed/scene/scene.ts';

Given(
  'a KMS of its own that knows {int} further users, with names of {int} characters',
  function (this: Scene, count: number, characters: number) {
    return crowd.startWithCrowd(this, count, characters);
  },
);

When('each of them {activity} once', function (this: Scene, activity: string) {
  return crowd.performAsCrowd(this, activity);
});

Then('each of them has a series of its own', async function (this: Scene) {
  await this.observe();
  crowd.expectCrowdApart(this);
});

Then('no request was bigger than 4 MiB, although all of them together were', function (this: Scene) {
  crowd.expectParts(this);
});
