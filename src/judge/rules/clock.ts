import { checkId } from '../../contract/checks.ts';
import { CLOCK_INSTRUMENTS } from '../../ledger/predict.ts';
import { exercised, finding, type Ruling } from '../finding.ts';
import type { Sample } from '../sample.ts';
import { advance, EMPTY_STATE } from '../state.ts';
import type { View } from '../view.ts';
import type { Rule } from './rule.ts';

const UPTIME = 'kms.server.uptime';
const START_TIME = 'kms.server.start_time';

/** Uptime may count whole ticks, and the first tick may come at once. */
export const UPTIME_TOLERANCE_SECONDS = 1;

/** Start time is given in whole seconds, and "start" lies somewhere between spawn and first answer. */
export const START_TIME_TOLERANCE_SECONDS = 2;

/** Shorter than this, growth within the tolerance would prove nothing. */
export const LEAST_UPTIME_WINDOW_SECONDS = 2 * UPTIME_TOLERANCE_SECONDS;

/** Uptime grows with the clock; start time is the process's start, the same in every export. */
export const clock: Rule = (view) => [
  ...absenceRulings(view),
  ...uptimeRulings(view),
  ...startTimeRulings(view),
];

/** Neither waits for traffic: where others have moved, both are there. */
function absenceRulings({ contract, moved, metrics }: View): readonly Ruling[] {
  if (moved.size === 0) return [];
  const exported = new Set(metrics.map(({ instrument }) => instrument));
  return contract.instruments
    .filter(({ name }) => CLOCK_INSTRUMENTS.some((clock) => clock === name) && !exported.has(name))
    .map(({ name }) =>
      finding(checkId(name, 'name'), `${name} was never exported, although others of the same KMS were`),
    );
}

function uptimeRulings(view: View): readonly Ruling[] {
  const own = samplesIn(view, UPTIME);
  const [first, last] = [own[0], own.at(-1)];
  if (first === undefined || last === undefined) return [];
  const elapsed = seconds(last.point.timeUnixNano) - seconds(first.point.timeUnixNano);
  if (elapsed < LEAST_UPTIME_WINDOW_SECONDS) return [];
  const growth =
    first.temporality === 'delta'
      ? own.slice(1).reduce((sum, { value }) => sum + Number(value ?? Number.NaN), 0)
      : Number(last.value ?? Number.NaN) - Number(first.value ?? Number.NaN);
  if (Math.abs(growth - elapsed) <= UPTIME_TOLERANCE_SECONDS) return [exercised(checkId(UPTIME, 'value'))];
  return [
    finding(
      checkId(UPTIME, 'value'),
      `${UPTIME} must grow by ${elapsed.toFixed(1)} s +- ${UPTIME_TOLERANCE_SECONDS} s, as much time as passed, but grew by ${growth.toFixed(1)}`,
    ),
  ];
}

function startTimeRulings(view: View): readonly Ruling[] {
  const { record } = view;
  let state = EMPTY_STATE;
  const stands = samplesIn(view, START_TIME).map((sample) => {
    state = advance(state, [sample]);
    return Number(state.get(sample)?.value ?? Number.NaN);
  });
  const values = [...new Set(stands)];
  const [value] = values;
  if (value === undefined) return [];
  const check = checkId(START_TIME, 'value');
  if (values.length > 1) {
    return [
      finding(
        check,
        `${START_TIME} must be the same in every export, but was ${values.slice(0, 5).join(', ')}`,
      ),
    ];
  }
  const skewSeconds = view.skewMs / 1000;
  const { spawnedAtUnixMs = 0 } = record.process;
  const from = Math.max(0, spawnedAtUnixMs / 1000 + skewSeconds - START_TIME_TOLERANCE_SECONDS);
  const to = record.process.firstAnswerAtUnixMs / 1000 + skewSeconds + START_TIME_TOLERANCE_SECONDS;
  if (value >= from && value <= to) return [exercised(check)];
  return [
    finding(
      check,
      `${START_TIME} must be Unix seconds between ${from.toFixed(0)} and ${to.toFixed(0)}, when the process started, but is ${value}${scaleHint(value, from)}`,
    ),
  ];
}

const samplesIn = ({ metrics }: View, name: string): readonly Sample[] =>
  metrics.filter(({ instrument }) => instrument === name).flatMap(({ samples }) => samples);

/** Unix time in another unit is recognised by its size. */
function scaleHint(value: number, seconds: number): string {
  const scale = value / seconds;
  const unit = [
    ['milliseconds', 1e3],
    ['microseconds', 1e6],
    ['nanoseconds', 1e9],
  ].find(([, factor]) => Math.abs(scale / Number(factor) - 1) < 0.01);
  return unit === undefined ? '' : ` (${unit[0]}?)`;
}

const seconds = (unixNano: Sample['point']['timeUnixNano']): number => Number(unixNano / 1000n) / 1e6;
