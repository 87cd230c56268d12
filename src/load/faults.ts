import { setTimeout as pause } from 'node:timers/promises';
import type { Instance } from '../testbed/instance.ts';
import type { LoadProfile } from './profiles.ts';

/** What goes wrong while the load is on; scripted, so that what must come of it is known. */
export const LOAD_FAULTS = {
  'receiver-down': 'the receiver is away for a minute, or for half of a shorter load, and returns',
  'kms-killed': 'the KMS is killed half way and started again on its store',
} as const;

export type LoadFault = keyof typeof LOAD_FAULTS;

const AWAY_AT_MOST_MS = 60_000;

export const durationMs = ({ stages }: LoadProfile): number =>
  stages.reduce((sum, { seconds }) => sum + seconds * 1000, 0);

/** From a quarter of the load on; over before the load is. */
export async function receiverDown(
  { collector }: Instance,
  profile: LoadProfile,
  signal: AbortSignal,
): Promise<void> {
  const wholeMs = durationMs(profile);
  try {
    await pause(wholeMs / 4, undefined, { signal });
    await collector.goAway();
    await pause(Math.min(wholeMs / 2, AWAY_AT_MOST_MS), undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await collector.come();
  }
}

/** Half way through the load. */
export async function killed(instance: Instance, profile: LoadProfile, signal: AbortSignal): Promise<void> {
  await pause(durationMs(profile) / 2, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  if (!signal.aborted) await instance.kill();
}
