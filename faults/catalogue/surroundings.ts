import { type Row, rows } from './row.ts';

/** Configuration, exposure, secrets, load, and what stands behind the collector. */
export const SURROUNDING_ROWS: readonly Row[] = [
  ...rows('CFG', 'server', [
    ['01', 'M', '--otlp is ignored'],
    ['02', 'M', 'KMS_OTLP_URL is ignored'],
    ['05', 'M', '--otlp-url is refused'],
    ['06', 'M', 'without a URL the usual address is used'],
    ['07', 'S', 'pushes come although metering is off'],
    ['08', 'M', 'no pushes come unless metering is on'],
    ['11', 'M', 'credentials of the URL or the headers are logged'],
    ['12', 'M', 'the server waits for the collector before it serves'],
    ['13', 'S', 'OTEL_EXPORTER_OTLP_* win over the setting of the KMS'],
    ['15', 'M', 'the help does not tell a documented flag'],
  ]),
  ...rows('SUR', 'server', [
    ['04', 'M', 'a known route serves metrics to who asks for their content type'],
    ['05', 'M', 'there is a second listener'],
    ['08', 'M', 'values stand in the answers of other routes'],
  ]),
  ...rows('CON', 'server', [
    ['01', 'M', 'key bytes are in the telemetry'],
    ['02', 'M', 'a password or token is in the telemetry'],
    ['03', 'M', 'the id of an object is a label'],
    ['04', 'S', 'the address, agent or request id of a client is a label'],
    ['07', 'M', 'the PIN of the HSM is in the telemetry'],
    ['08', 'M', 'plaintext is in the telemetry'],
    ['09', 'S', 'a metric names users that must not'],
    ['11', 'M', 'who was refused becomes a user'],
    ['13', 'M', 'what exceeds the cardinality limit is lost'],
    ['15', 'M', 'series from before the limit are lost'],
  ]),
  ...rows('BCK', 'environment', [
    ['01', 'M', "the collector's file names processors that it does not declare"],
    ['02', 'M', 'it names an exporter that it does not declare'],
    ['04', 'M', 'metrics are sent on to Jaeger'],
    ['05', 'M', 'a processor renames the service'],
    ['06', 'S', 'batches hide the interval'],
    ['08', 'M', 'the collector drops without a word'],
    ['09', 'S', 'series expire before they are seen'],
    ['11', 'M', 'a panel asks for a name that does not exist'],
    ['14', 'S', 'two listeners want one port'],
    ['16', 'S', 'an image is named by a tag that moves'],
  ]),
  ...rows('ROB', 'environment', [
    ['01', 'M', 'a dead collector slows KMIP down'],
    ['02', 'M', 'memory grows while the collector is dead'],
    ['04', 'S', 'each failed push leaves a file open'],
  ]),
  ...rows('ROB', 'server', [
    ['05', 'S', 'metrics cost more throughput than they may'],
    ['06', 'S', 'counting blocks the database'],
  ]),
];
