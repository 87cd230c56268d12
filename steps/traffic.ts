import { type DataTable, Given, When } from '@cucumber/cucumber';
import { discoverVersions } from '../src/driver/calls.ts';
import { binaryOverHttp, jsonOverHttp } from '../src/driver/ways.ts';
import * as requests from '../src/testbed/scene/requests.ts';
import { sendEmpty } from '../src/testbed/scene/scarce.ts';
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

When('{user} sends one message over the socket:', function (this: Scene, user: string, items: DataTable) {
  return this.performSocketMessage(user, items.raw().flat());
});

When('{user} sends one message over HTTPS:', function (this: Scene, user: string, items: DataTable) {
  return this.performCertifiedMessage(user, items.raw().flat(), jsonOverHttp);
});

When(
  '{user} sends one message over HTTPS in binary:',
  function (this: Scene, user: string, items: DataTable) {
    return this.performCertifiedMessage(user, items.raw().flat(), binaryOverHttp);
  },
);

When('{user} sends one message in binary:', function (this: Scene, user: string, items: DataTable) {
  return this.performBinaryMessage(user, items.raw().flat());
});

When(
  '{user} sends one message that goes on after errors:',
  function (this: Scene, user: string, items: DataTable) {
    return this.performMessage(user, items.raw().flat(), { errorContinuation: 'Continue' });
  },
);

When(
  '{user} sends one message that stops after an error:',
  function (this: Scene, user: string, items: DataTable) {
    return this.performMessage(user, items.raw().flat(), { errorContinuation: 'Stop' });
  },
);

When(
  '{user} asks for an operation that KMIP does not know {int} times',
  function (this: Scene, user: string, times: number) {
    return requests.sendUnknownOperations(this, user, times);
  },
);

When('{user} asks for what few servers offer:', function (this: Scene, user: string, table: DataTable) {
  return sendEmpty(this, user, table.raw().flat());
});

When('{user} sends {int} bodies that are no KMIP', function (this: Scene, user: string, times: number) {
  return requests.sendUndecodable(this, user, times);
});

When('a stranger sends {int} operations', function (this: Scene, times: number) {
  return requests.sendAsStranger(this, times);
});

When('a stranger sends {int} operations, where it is asked who sends', function (this: Scene, times: number) {
  return requests.sendAsStrangerIfAsked(this, times);
});

When(
  '{int} requests for {word} {word} are sent',
  function (this: Scene, times: number, method: string, path: string) {
    return requests.sendPlain(this, times, method, path);
  },
);

When(
  '{user} asks {int} times for a path of its own making',
  function (this: Scene, user: string, times: number) {
    return requests.sendMadeUpPaths(this, user, times);
  },
);

When(
  '{user} grants {user} {string} on that key',
  function (this: Scene, user: string, grantee: string, operations: string) {
    return requests.changeAccess(this, { route: GRANT, user, grantee, operations }, isDone);
  },
);

When(
  '{user} grants {user} {string} on that key in vain',
  function (this: Scene, user: string, grantee: string, operations: string) {
    return requests.changeAccess(this, { route: GRANT, user, grantee, operations }, isRefused);
  },
);

When(
  '{user} takes {string} on that key from {user}',
  function (this: Scene, user: string, operations: string, grantee: string) {
    return requests.changeAccess(this, { route: REVOKE, user, grantee, operations }, isDone);
  },
);

When('{user} holds a request in flight on a connection of its own', function (this: Scene, user: string) {
  return this.hold(user, discoverVersions());
});

When('{user} holds a message in flight on the socket', function (this: Scene, user: string) {
  return this.holdOverSocket(user, discoverVersions());
});

When('the held requests are finished', function (this: Scene) {
  return this.releaseAll();
});

const GRANT = '/access/grant';
const REVOKE = '/access/revoke';
const isDone = (status: number): boolean => status < 300;
const isRefused = (status: number): boolean => status >= 400;
