// KMIP over HTTP JSON for k6: k6 run --env PLAN=plan.json load/kmip.js
// `kms-conformance load` writes the plan: every request that is sent here was sent once before, and its answer has to
// be like one that came then. Counted is how often it was answered, answered otherwise, or not answered.
import { sleep } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';
import { Counter } from 'k6/metrics';

const plan = JSON.parse(open(__ENV.PLAN));
const chances = plan.activities.flatMap((activity) => Array(activity.weight).fill(activity));
const counters = {};
for (const { requests } of plan.activities)
  for (const { counters: names, outcomes } of requests)
    for (const name of [names, ...outcomes.map((outcome) => outcome.counters)].flatMap(Object.values))
      counters[name] = new Counter(name);

/** What the targets of this load may take longer than is a failure of the run, in k6's words. */
const ANSWERED_IN_MS = 2000;

/** Requests of other users are cut off as well: each is counted as lost before the end of the test takes it away. */
const OTHERS_HEAR_SECONDS = 2;

http.setResponseCallback(http.expectedStatuses(...plan.statuses));

export const options = {
  scenarios: { kmip: plan.scenario },
  thresholds: {
    http_req_failed: ['rate<0.001'],
    http_req_duration: [`p(99)<${ANSWERED_IN_MS}`],
  },
  summaryTrendStats: ['count', 'avg', 'min', 'med', 'p(95)', 'p(99)', 'max'],
  userAgent: 'kms-conformance',
};

export default function () {
  const { requests } = chances[Math.floor(Math.random() * chances.length)];
  let made = '';
  for (const request of requests) {
    const body = made === '' ? request.body : request.body.replaceAll(plan.made, made);
    const response = http.post(request.url, body, {
      headers: request.headers,
      timeout: plan.timeout,
      tags: { name: 'kmip' },
    });
    if (!counted(request, response)) return;
    if (requests.length > 1 && made === '') made = identifierIn(response.body);
  }
}

function counted({ outcomes, counters: names }, { status, body, timings }) {
  if (status === 0) {
    counters[names.lost].add(1);
    if (plan.endsWithTarget) {
      sleep(OTHERS_HEAR_SECONDS);
      exec.test.abort('the target is gone, as it was meant to');
    }
    return false;
  }
  const outcome = outcomes.find(({ answer }) => isLike(answer, status, body ?? ''));
  if (outcome === undefined) {
    counters[names.unlike].add(1);
    console.warn(`unlike the rehearsal: status ${status}, ${(body ?? '').slice(0, 200)}`);
    return false;
  }
  counters[outcome.counters.answered].add(1);
  counters[outcome.counters.waitedMs].add(timings.duration);
  return true;
}

const isLike = (answer, status, body) =>
  status === answer.status &&
  body.startsWith(answer.beginning) &&
  body.split(plan.failedItem).length - 1 === answer.failures;

const IDENTIFIER = /"UniqueIdentifier"[^}]*"value"\s*:\s*"([^"]+)"/;

function identifierIn(body) {
  const [, id] = IDENTIFIER.exec(body) ?? [];
  if (id === undefined) throw new Error('the answer names no object');
  return id;
}
