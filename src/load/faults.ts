import { setTimeout as pause } from 'node:timers/promises';
import type { LoadProfile } from './profiles.ts';

/** What goes wrong while the load is on; scripted, so that what must come of it is known. */
export const LOAD_FAULTS = {
  'receiver-down': 'the receiver is away for a minute, or for half of a shorter load, and returns',
  'collector-restarted':
    'what the KMS pushes to is restarted at its address: the receiver three times, or with --stack its Collector',
  'kms-killed': 'the KMS is killed half way and started again on its store',
  'slow-disk': 'half of the load long every write to the store takes longer (the reference KMS only)',
  'hsm-errors': 'half of the load long the HSM refuses everything (the reference KMS only)',
} as const;

export type LoadFault = keyof typeof LOAD_FAULTS;

export const durationMs = ({ stages }: LoadProfile): number =>
  stages.reduce((sum, { seconds }) => sum + seconds * 1000, 0);

/** Where in a load something goes on, as shares of it. */
interface Stretch {
  readonly from: number;
  readonly length: number;
  readonly atMostMs?: number;
}

/** The middle of a load: before and after it everything is as it was. */
export const IN_THE_MIDDLE: Stretch = { from: 1 / 4, length: 1 / 2 };

/** Begins at its time and ends at its time, or as soon as the load is over; what has begun is ended. */
export async function during(
  profile: LoadProfile,
  signal: AbortSignal,
  { from, length, atMostMs = Number.POSITIVE_INFINITY }: Stretch,
  { begin, end }: { readonly begin: () => Promise<void>; readonly end: () => Promise<void> },
): Promise<void> {
  const wholeMs = durationMs(profile);
  if (!(await passed(wholeMs * from, signal))) return;
  try {
    await begin();
    await passed(Math.min(wholeMs * length, atMostMs), signal);
  } finally {
    await end();
  }
}

/** At each of these shares of the load, unless it is over. */
export async function at(
  profile: LoadProfile,
  signal: AbortSignal,
  shares: readonly number[],
  act: () => Promise<void>,
): Promise<void> {
  let before = 0;
  for (const share of shares) {
    if (!(await passed(durationMs(profile) * (share - before), signal))) return;
    await act();
    before = share;
  }
}

/** Whether the time has passed before the signal came. */
const passed = (ms: number, signal: AbortSignal): Promise<boolean> =>
  pause(ms, true, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    return false;
  });
