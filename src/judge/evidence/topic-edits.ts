import type { Finding } from '../finding.ts';

/** What mends a finding that belongs to no single aspect of an instrument: by its check, and words of its sentence. */
const EDITS: readonly (readonly [check: string, words: string, edit: string])[] = [
  ['data-model/identity', 'carries the attribute', 'give each attribute of a point once'],
  ['data-model/identity', 'no temporality', 'set aggregation_temporality to cumulative or delta'],
  ['data-model/identity', 'without a point', 'leave out a metric that has no points'],
  ['data-model/identity', '', 'create the instrument once, in one scope and with one kind and unit'],
  ['data-model/stability', '', 'keep kind, unit, temporality and bounds as long as the process lives'],
  ['data-model/histogram', 'add up to', 'count every recording in one bucket and once in the count'],
  ['data-model/histogram', 'one more was expected', 'send one bucket more than there are bounds'],
  ['data-model/histogram', 'do not increase', 'send the bounds in increasing order'],
  ['data-model/histogram', '', 'take count, sum, minimum, maximum and buckets from the same recordings'],
  ['data-model/wire', '', 'encode requests as opentelemetry-proto defines them, and nothing else'],
  ['catalogue/number-type', '', 'create the instrument for the other type of number'],
  ['catalogue/description', '', 'give the instrument its description where it is created'],
  ['catalogue/further-instruments', '', 'document the instrument, or export it no more'],
  ['origin/scope', '', 'give the meter its name'],
  ['origin/resource', '', 'set the attribute on the resource of the meter provider'],
  ['origin/further-attributes', '', 'document the attribute, or drop it'],
  ['labels/bounded', '', 'map what clients send to a bounded set of words before it becomes a label'],
  ['histogram/resolution', '', 'choose bounds that lie between the durations of the two'],
  ['push/grpc', '', 'push over OTLP/gRPC to the URL as it is given'],
  ['push/cadence', '', 'collect by a timer of the documented interval, whatever else the server does'],
  ['push/first-export', '', 'record the instrument when the server starts, before the first collection'],
  ['restart/epoch', 'start_time', 'read the clock anew when the process starts'],
  ['restart/epoch', '', 'count what the store holds before the first collection'],
  ['closed-world/idle', '', 'count what is done for clients, not what the server does for itself'],
  ['closed-world/balance', '', 'count an event before its answer is sent'],
  ['invariant/uptime', '', 'take uptime and start time from the same clock'],
  ['invariant/kmip-within-http', '', 'measure an operation within the request that carries it, in seconds'],
  ['invariant/', ' = ', 'count both in the same place, once per event'],
  ['invariant/', '', 'count the part only where the whole is counted'],
];

export const topicEdit = ({ check, message }: Finding): string | undefined =>
  EDITS.find(([own, words]) => check.startsWith(own) && message.includes(words))?.[2];
