import { type DataTable, Given, When } from '@cucumber/cucumber';
import { discoverVersions } from '../src/driver/calls.ts';
import type { Scene } from '../src/testbed/scene/scene.ts';

Given('{user} {activity}', function (this: Scene, user: string, activity: string) {
  return this.perform(user, activity);
});

When('{user} {activity} {int} times', function (this: Scene, user: string, activity: string, times: number) {
  return this.performTimes(user, activity, times);
});

When(
  '{user} {activity} {int} times at once',
  function (this: Scene, user: string, activity: string, times: number) {
    return this.performAtOnce(user, activity, times);
  },
);

When('{user} sends one message:', function (this: Scene, user: string, items: DataTable) {
  return this.performMessage(user, items.raw().flat());
});

When(
  '{user} sends one message that goes on after errors:',
  function (this: Scene, user: string, items: DataTable) {
    return this.performMessage(user, items.raw().flat(), 'Continue');
  },
);

When(
  '{user} sends one message that stops after an error:',
  function (this: Scene, user: string, items: DataTable) {
    return this.performMessage(user, items.raw().flat(), 'Stop');
  },
);

When(
  '{user} asks for an operation that KMIP does not know {int} times',
  function (this: Scene, user: string, times: number) {
    return this.performUnknownOperation(user, times);
  },
);

When('{user} sends {int} bodies that are no KMIP', function (this: Scene, user: string, times: number) {
  return this.sendUndecodable(user, times);
});

When('a stranger sends {int} operations', function (this: Scene, times: number) {
  return this.sendAsStranger(times);
});

When(
  '{int} requests for {word} {word} are sent',
  function (this: Scene, times: number, method: string, path: string) {
    return this.sendPlain(times, method, path);
  },
);

When(
  '{user} asks {int} times for a path of its own making',
  function (this: Scene, user: string, times: number) {
    return this.sendMadeUpPaths(user, times);
  },
);

When(
  '{user} grants {user} {string} on that key',
  function (this: Scene, user: string, grantee: string, operations: string) {
    return this.grant(user, grantee, operations);
  },
);

When(
  '{user} grants {user} {string} on that key in vain',
  function (this: Scene, user: string, grantee: string, operations: string) {
    return this.grantInVain(user, grantee, operations);
  },
);

When(
  '{user} takes {string} on that key from {user}',
  function (this: Scene, user: string, operations: string, grantee: string) {
    return this.ungrant(user, grantee, operations);
  },
);

When('{user} holds a request in flight on a connection of its own', function (this: Scene, user: string) {
  return this.hold(user, discoverVersions());
});

When('the held requests are finished', function (this: Scene) {
  return this.releaseAll();
});
