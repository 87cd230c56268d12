import type { LoadProfile } from './profiles.ts';

/** How many users a profile wants so many seconds after its beginning; undefined: it is over. */
export function usersAt({ users, stages }: LoadProfile, seconds: number): number | undefined {
  let from = { seconds: 0, users };
  for (const stage of stages) {
    const share = (seconds - from.seconds) / stage.seconds;
    if (share < 1) return Math.round(from.users + share * (stage.users - from.users));
    from = { seconds: from.seconds + stage.seconds, users: stage.users };
  }
  return undefined;
}
