import { FAILED_ITEM } from './likeness.ts';
import type { LoadProfile } from './profiles.ts';
import { MADE, type Rehearsed } from './rehearsal.ts';

/** Names of the counters of one kind of request, as the script makes them. */
export const countersOf = (index: number) => ({ lost: `lost_${index}`, unlike: `unlike_${index}` });

/** The same of one kind of answer to it. */
export const outcomeCountersOf = (index: number, outcome: number) => ({
  answered: `answered_${index}_${outcome}`,
  waitedMs: `waited_ms_${index}_${outcome}`,
});

/** A line of k6's summary about one of them; as a table of their own they say nothing to people. */
export const COUNTER_LINE = /^\s*(answered|lost|unlike|waited_ms)_\d+(_\d+)?\.*:/;

/** Requests are few; what ends them late is a hanging server. */
const REQUEST_TIMEOUT_SECONDS = 30;

/**
 * All that load/kmip.js knows; JSON. Bodies and headers hold what a user of the target may do: for its file mode 600.
 * @param endsWithTarget the first request without an answer ends the load, when others had the time to hear of theirs
 */
export function k6PlanOf(
  baseUrl: string,
  rehearsed: readonly Rehearsed[],
  { users, stages }: LoadProfile,
  endsWithTarget: boolean,
): object {
  let index = 0;
  const activities = rehearsed.map(({ activity, weight, requests }) => ({
    name: activity,
    weight,
    requests: requests.map(({ path, headers, body, outcomes }) => {
      const request = index++;
      return {
        ...{ url: new URL(path, baseUrl).href, headers, body, counters: countersOf(request) },
        outcomes: outcomes.map(({ answer }, outcome) => ({
          answer,
          counters: outcomeCountersOf(request, outcome),
        })),
      };
    }),
  }));
  const statuses = [
    ...new Set(
      rehearsed.flatMap(({ requests }) =>
        requests.flatMap(({ outcomes }) => outcomes.map(({ answer }) => answer.status)),
      ),
    ),
  ];
  return {
    activities,
    statuses,
    made: MADE,
    failedItem: FAILED_ITEM,
    endsWithTarget,
    timeout: `${REQUEST_TIMEOUT_SECONDS}s`,
    scenario: {
      executor: 'ramping-vus',
      startVUs: users,
      stages: stages.map((stage) => ({ duration: `${stage.seconds}s`, target: stage.users })),
      // Nothing is broken off: a request whose answer nobody waits for could not be counted.
      gracefulStop: `${2 * REQUEST_TIMEOUT_SECONDS}s`,
      gracefulRampDown: `${2 * REQUEST_TIMEOUT_SECONDS}s`,
    },
  };
}
