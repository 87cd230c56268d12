import { Then, When } from '@cucumber/cucumber';
import * as exposure from '../src/testbed/scene/exposure.ts';
import type { Scene } from '../src/testbed/scene/scene.ts';

Then('the process listens on its KMIP port only', function (this: Scene) {
  return exposure.expectOneListener(this);
});

When('the probe has found the metrics of a stand-in that exposes some', function (this: Scene) {
  return exposure.expectStandInFound(this);
});

Then('the probe finds none on any listener of the process', function (this: Scene) {
  return exposure.expectNothingExposed(this);
});
