import { After, defineParameterType, setDefaultTimeout, setWorldConstructor } from '@cucumber/cucumber';
import { ACTIVITIES } from '../src/testbed/scene/activities.ts';
import { CERTIFICATES } from '../src/testbed/scene/push.ts';
import { Scene } from '../src/testbed/scene/scene.ts';
import { USERS } from '../src/testbed/users.ts';

setWorldConstructor(Scene);

/** Waits have time-outs of their own, with reasons, and a turn may be long in coming; this one only ends what hangs. */
setDefaultTimeout(900_000);

defineParameterType({
  name: 'user',
  regexp: new RegExp(USERS.join('|')),
  transformer: (name: string) => name,
});

/** Longest sentence first, so that none is taken for the beginning of another. */
defineParameterType({
  name: 'certificate',
  regexp: CERTIFICATES.join('|'),
  transformer: (variant: string) => variant,
});

defineParameterType({
  name: 'activity',
  regexp: new RegExp(
    Object.keys(ACTIVITIES)
      .toSorted((a, b) => b.length - a.length)
      .join('|'),
  ),
  transformer: (sentence: string) => sentence,
});

After(async function (this: Scene, { result }) {
  await this.leave(result?.status === 'PASSED');
});
