import { type Row, rows } from './row.ts';

/** Defects of a suite that looks for all the others. */
export const SUITE_ROWS: readonly Row[] = rows('HAR', 'suite', [
  ['01', 'M', 'the receiver loses every second export'],
  ['02', 'M', 'the receiver says yes and keeps nothing'],
  ['03', 'M', 'the receiver takes no gzip, and nothing seems to come'],
  ['04', 'M', 'a tag selects nothing'],
  ['05', 'M', 'a process from before answers'],
  ['06', 'M', 'only the first series is looked at'],
  ['07', 'M', 'exactly has become at least'],
  ['08', 'M', 'what counted before counts again'],
  ['09', 'M', 'the clocks of suite and server differ'],
  ['10', 'M', 'a dead server exposes nothing, which passes'],
  ['11', 'M', 'a dead server refuses every certificate, which passes'],
  ['12', 'M', 'scenarios share a receiver'],
  ['13', 'M', 'the collector mends a defect before it is seen'],
  ['14', 'M', 'a step that was skipped passes'],
  ['15', 'M', 'a scenario is repeated until it passes'],
  ['16', 'M', 'the contract was changed to what the server does'],
  ['17', 'M', 'the exit code is 0 in spite of failures'],
  ['18', 'M', 'nothing came in time, which passes'],
  ['19', 'M', 'a tolerance is wider than the defect'],
  ['20', 'M', 'the order of the scenarios decides'],
]);
