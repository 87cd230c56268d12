import type { Activities, Activity } from './activities/activity.ts';
import { asking } from './activities/asking.ts';
import { deriving } from './activities/deriving.ts';
import { handingOut } from './activities/handing-out.ts';
import { hsm } from './activities/hsm.ts';
import { making } from './activities/making.ts';
import { managing } from './activities/managing.ts';
import { using } from './activities/using.ts';

export type { Activity, Memory } from './activities/activity.ts';

/** Every activity by its sentence. */
export const ACTIVITIES: Activities = {
  ...making,
  ...deriving,
  ...managing,
  ...using,
  ...handingOut,
  ...hsm,
  ...asking,
};

/** @throws Error that names the sentences there are */
export function activityOf(sentence: string): Activity {
  const activity = ACTIVITIES[sentence];
  if (activity === undefined) {
    throw new Error(`nobody ${sentence}: known are ${Object.keys(ACTIVITIES).join('; ')}`);
  }
  return activity;
}
