import { Then } from '@cucumber/cucumber';
import type { Scene } from '../src/testbed/scene/scene.ts';
import { expectBorneOutByStack } from '../src/testbed/scene/stack.ts';

Then('what has come out of the stack bears this out when everybody else has ended', function (this: Scene) {
  return expectBorneOutByStack(this);
});
