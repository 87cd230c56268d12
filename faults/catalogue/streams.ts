import { type Row, rows } from './row.ts';

/** Times, exemplars, flags, resource and scope: what a stream says beside its values. */
export const STREAM_ROWS: readonly Row[] = [
  ...rows('TIM', 'wire', [
    ['03', 'M', 'the clock of the points is wrong'],
    ['04', 'M', 'the point time stands still'],
    ['05', 'M', 'the start is after the point time'],
    ['06', 'S', 'there is no start time'],
    ['07', 'M', 'the start moves with every export, and the value goes on'],
    ['11', 'M', 'the start jumps once, and leaves a gap'],
    ['12', 'M', 'windows of deltas overlap, or leave holes'],
    ['13', 'M', 'a series has two values at one time'],
    ['14', 'M', 'exports come in the wrong order'],
    ['17', 'M', 'the sum of a histogram falls'],
    ['18', 'M', 'a counter is negative'],
    ['19', 'S', 'the points of one export are seconds apart'],
  ]),
  ...rows('TIM', 'server', [
    ['10', 'S', 'the start is before the start of the process'],
    ['20', 'M', 'after a restart the values go on'],
  ]),
  ...rows('TIM', 'environment', [['15', 'M', 'two processes write one stream']]),
  ...rows('EXE', 'wire', [
    ['01', 'S', 'an exemplar is none of the values of its point'],
    ['02', 'S', 'an exemplar was taken outside the window of its point'],
    ['05', 'M', 'a point says that it has no value, and has one'],
    ['06', 'S', 'reserved flags are set'],
  ]),
  ...rows('EXE', 'server', [['04', 'M', 'an exemplar carries what the labels must not']]),
  ...rows('RES', 'wire', [
    ['02', 'M', 'the service is an unknown one'],
    ['04', 'S', 'the version of the service is missing, or of another build'],
    ['05', 'S', 'the instance of the service is missing, the same everywhere, or new every time'],
    ['07', 'S', 'the environment is missing, or under another key'],
    ['09', 'S', 'the SDK does not say what it is'],
    ['10', 'M', 'the scope has no name, or a wrong one'],
    ['11', 'S', 'the version of the scope is wrong'],
    ['13', 'S', 'an envelope is empty'],
    ['14', 'S', 'a schema URL has no version'],
    ['16', 'S', 'there are unknown or reserved fields, or bytes after the message'],
  ]),
  ...rows('RES', 'server', [
    ['08', 'S', 'OTEL_RESOURCE_ATTRIBUTES says nothing, or says who it is'],
    ['18', 'M', 'an export is larger than the receiver may take'],
  ]),
];
