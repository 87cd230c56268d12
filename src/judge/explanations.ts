import { ASPECTS, type Aspect } from '../contract/contract.ts';

/** How the checks of one aspect are judged. A pass always needs that the instrument moved as predicted. */
const OF_ASPECTS: Readonly<Record<Aspect, string>> = {
  name: 'Passes when a series under exactly this name stands where the ledger predicts it; an instrument that is never exported is a finding, absent is not zero.',
  kind: 'Every point under the name is compared with the kind of the contract, and with its temporality where the profile fixes one. A wrong kind is one finding; the value is judged all the same.',
  unit: 'The unit of every point under the name is compared, letter by letter, with that of the contract.',
  attributes:
    'Every point must have exactly the keys of the contract. Each series must stand at what the ledger predicts for it; where the contract allows renaming, other words are right as long as they are one for one. Not judged where the total is wrong already.',
  value:
    'At every observation the sum over all series must lie between the least and the most that the ledger predicts from the requests that were sent; both are the same where nothing is open. What moves unpredicted is a finding like what does not move.',
  time: 'Start and point times of every series over the whole run: start not after time, time moving on, a cumulative start that stays, delta windows without overlap or hole, nothing before the process or in the future.',
};

const OF_CHECKS: Readonly<Record<string, string>> = {
  'kms.server.uptime/value':
    'From the first collection to the last, at least 2 s apart, the value must grow as much as the point times do, give or take 1 s, and never fall.',
  'kms.server.start_time/value':
    'The value must be the Unix time, in seconds, between the start of the process and its first answer, give or take 2 s, and the same in every export.',
  'catalogue/near-misses':
    'A name that is not documented and differs from a documented one in at most two letters, or only by case, separators, look-alike letters or a usual suffix, is a finding.',
  'catalogue/further-instruments': 'Every name that is exported is looked up in the profile.',
  'catalogue/number-type':
    'Every point of a sum or gauge is compared with the number type of the profile, where it has one.',
  'catalogue/description':
    'Every metric must carry a description, and exactly the words of the profile where it has some.',
  'origin/scope': 'Every metric must come from a scope with a name, the one of the profile where it has one.',
  'origin/resource': 'The attributes of every resource are compared with those that the profile demands.',
  'origin/further-attributes': 'Every attribute of a resource is looked up in the profile.',
  'origin/stability':
    'Over all exports of a process, everything documented must come from one resource, and each instrument from one scope.',
  'origin/schema-url':
    'A schema URL of a resource or a scope must end in a version of three numbers; none is fine.',
  'data-model/wire':
    'The bytes of every export go through a strict reader: unknown or repeated fields, invalid UTF-8, wrong lengths and wrong wire types are findings, with their path.',
  'data-model/identity':
    'In every collection: a name stands for one stream, a series has one point, keys are unique, names are not empty, sums and histograms say their temporality.',
  'data-model/histogram':
    'For every histogram point: buckets add up to the count, there is one bucket more than bounds, bounds increase, and sum, minimum and maximum can be true together.',
  'data-model/stability':
    'Kind, unit, temporality and bounds in the first collection must be the same in every later one.',
  'data-model/names':
    'The name of every metric of every export, documented or not, is held against the syntax of the API: a letter, then at most 254 letters, digits or _ . - /. No attribute key may be empty.',
  'data-model/number-type':
    'Over all exports the points of an instrument must all be integers, or all be doubles.',
  'data-model/start-time': 'Every point of a sum or histogram must have a start time.',
  'data-model/collection-time':
    'The earliest and the latest point time of an export must be at most 1 s apart.',
  'data-model/no-recorded-value':
    'A point with the flag for "no recorded value" must have no value, and a histogram no count and no sum.',
  'data-model/flags': 'No bit but the one that the proto defines may be set in the flags of a point.',
  'data-model/exemplars':
    'Every exemplar must have a value and a time from the start to the time of its point, and lie in a bucket that is not empty, between minimum and maximum.',
  'data-model/envelopes':
    'An export without a resource, a resource without a scope and a scope without a metric are findings.',
  'data-model/overflow':
    'A point that carries otel.metric.overflow must carry the boolean true, and no other attribute.',
  'histogram/resolution':
    'Of the operations that were asked for alone, the one that is fastest for its clients and the slowest, if they differ tenfold, must have their middle durations in different buckets.',
  'labels/bounded':
    'Texts that only this run has made up (operations, paths, ids, messages) are searched for in every label value.',
  'database/proportional':
    'The same operation is repeated, once warm; seven times must move kms.database.operations.total by exactly seven times what once did.',
  'invariant/operations-per-user': 'In every collection that has both, the two sums must be equal.',
  'invariant/operation-duration': 'In every collection that has both, count and sum must be equal.',
  'invariant/permissions': 'In every collection that has both, the two sums must be equal.',
  'invariant/database-duration': 'In every collection that has both, count and sum must be equal.',
  'invariant/http-duration': 'In every collection that has both, count and sum must be equal.',
  'invariant/kmip-within-http':
    'Over all bare KMIP requests, the summed durations of operations must not exceed those of the HTTP requests on KMIP routes.',
  'invariant/errors': 'In every collection that has both, errors must not exceed operations.',
  'invariant/active-keys': 'In every collection that has both, active keys must not exceed objects.',
  'invariant/uptime':
    'In every collection that has both, uptime must be the point time less the start time, give or take 2 s.',
  'invariant/cache-hsm':
    'In every collection, operations of the HSM that unwrap must not exceed the misses of the cache.',
  'closed-world/idle':
    'From one observation to the last that covers the same traffic, at least three collections, no value but that of the uptime may change. Counts only where something has moved as predicted before.',
  'closed-world/balance':
    'When every scenario has ended, every instrument must stand at what the whole ledger predicts.',
  'restart/epoch':
    'After a kill and a start on the same store: the start time is later, counters begin at zero, and the first collection counts what the store holds.',
  'push/automatic': 'Passes when a KMS that was told the URL, and nothing else, pushes what is predicted.',
  'push/grpc':
    'Every export must have come by a unary call to the metrics service of OTLP over HTTP/2; whoever tried another way is a finding.',
  'push/cadence':
    'By the point times of the collections: two intervals at least, each 30 s long, give or take 1 s. The push right after the start and the one at the stop may come early; the first comes at most an interval after the first answer.',
  'push/first-export': 'The first collection must have the instruments that need no traffic.',
  'push/late-collector':
    'The collector comes after the traffic; the KMS must have answered meanwhile, and the totals must be complete.',
  'push/outage':
    'The collector refuses connections while traffic goes on; the KMS must answer meanwhile, and the totals must be complete afterwards.',
  'push/last-push':
    'SIGTERM comes long before the next push is due; the exports until the process has ended must hold the complete totals.',
  'configuration/file': 'Passes when a KMS that has the URL from its file alone pushes what is predicted.',
  'configuration/environment':
    'Passes when a KMS that has the URL from KMS_OTLP_URL alone pushes what is predicted.',
  'configuration/flag-otlp': 'Passes when a KMS that has the URL from --otlp alone pushes what is predicted.',
  'configuration/flag-otlp-url': 'Passes when a KMS that has the URL from --otlp-url alone pushes.',
  'configuration/precedence':
    'OTEL_EXPORTER_OTLP_ENDPOINT and its variant for metrics name an address where nobody listens. Passes when what is predicted comes to the URL that the KMS was told.',
  'configuration/metering':
    'Passes when a KMS starts with every documented switch of metering and pushes what is predicted.',
  'push/retry':
    'Each status that may be retried is answered once. An export of the same collection must come again before the run of the script ends.',
  'push/no-retry':
    'Each status that is final is answered once. No later call may carry an export of the same collection.',
  'push/partial-success':
    'Answers with partial_success, with points rejected and without. No later call may carry an export of the same collection.',
  'push/retry-info':
    'RESOURCE_EXHAUSTED without RetryInfo is final. With it, the same export must come again, not sooner than it says, give or take 20 ms.',
  'push/back-off':
    'Six outages of four refusals each. In each, the last pause must be longer than the first, and none may be shorter than 10 ms; of one of the last three pauses, at least three of the six must be more than 4 % longer than the shortest. Not testable where an exporter gives up before.',
  'push/one-at-a-time': 'Answers are delayed by several intervals. No call may arrive while another is open.',
  'push/deadline':
    'A call is read and never answered. It must carry a deadline (header grpc-timeout), be given up, and be followed by another.',
  'push/reconnect':
    'A GOAWAY and a reset of the connection in the midst of a call. The next export must come over another connection, and the counts be complete.',
  'push/oversize':
    'Two answers larger than 4 MiB. The same export must not come again, and the next ones must.',
  'push/size':
    'Ten thousand users with names of 384 characters. No request may have more than 4 MiB; not testable where all that is collected at a time has no more.',
  'push/log':
    'Each refusal and each partial success carries words of its own, which must turn up in the log.',
  'push/tls':
    'The collector takes TLS only, with a certificate of an authority made for the run. Exports must arrive, and each handshake name the host of the URL.',
  'push/no-clear-text':
    'The first bytes of every connection to the collector are looked at, while certificates are shown that must be refused.',
  'push/untrusted':
    'Of six bad certificates each is shown, to a KMS of its own, until its log speaks of it, and a good one then: no export may come over the first connections, one must over the last. Requests are answered, and counts are complete.',
  'push/client-certificate':
    'The collector lets nobody in without a certificate of its authority. Exports must arrive, from the name in the certificate.',
  'push/headers':
    'Headers with marks that have to be encoded. Each must stand in every export over TLS, once and unchanged.',
  'push/secret-headers':
    'An http URL and headers, some of them secret. Exports must arrive with what is no secret, and without what is.',
  'secrets/telemetry':
    'Secrets of every kind are given to a KMS and sent to it, which is then stopped. Every byte that it pushed, of all signals, and every header is searched for each of them: as it is, in hexadecimal, in base64 at any place and in base64url.',
  'secrets/log': 'As for secrets/telemetry, with everything that the KMS has printed.',
  'cardinality/users':
    'Each of ten thousand users asks for one operation, and one of them for operations that KMIP does not know. In the next collection, which may come in parts, every user must have a series, no point may carry otel.metric.overflow, and the sums must be exact.',
  'configuration/no-url':
    'A collector stands at the default address of OTLP. While another KMS that was told of it pushes there, the one that was told nothing must not connect.',
  'collector/lossless':
    'What the KMS sends is given to the Collector byte by byte; what the Collector passes on is received behind it. The points of both sides, by instrument, attributes and time, must be the same.',
  'collector/unchanged':
    'Each point that came out of the Collector is compared in every field with the one that went in.',
  'collector/counters':
    'The counters of the Collector about itself: points accepted, and sent by each exporter, must equal the points that the KMS sent, and all that tell of a loss must be 0. The pipeline that has nothing but Jaeger behind it shows that they count.',
  'prometheus/names':
    'The names that Prometheus knows, and those that the exporter for scrapers shows, must be the ones of the table in docs/prometheus.md for what was exported, and no others.',
  'prometheus/values':
    'Asked for the time of the last observation. The sum over all series must be what the ledger predicts; each series, with the buckets and sums of histograms, must stand at what was exported for it.',
  'dashboards/queries':
    'Every query of every panel and annotation is asked over the time of the run. It must be understood, and have data where the KMS has exported what it is about.',
  'dashboards/figures':
    'The query of every panel that shows one number is asked for the time of the last observation, and its answer compared with the number that is reckoned from the last points of all series.',
  'grafana/screens':
    'A browser signs in, opens every dashboard at the time of the last observation and compares each number with what must be there. A planted difference of one must be seen. Not applicable where there is no image of Grafana.',
  'alerts/selectors':
    'Every selector of every alert is asked over the time of the run: an alert that looks at nothing never fires.',
  'jaeger/traces':
    'The traces of the service are asked for at the API of Jaeger. One must have a span called after an operation that was asked for, whose parent is a server span with method, route and status.',
  'jaeger/metrics-refused':
    'An export is sent to Jaeger, which must answer UNIMPLEMENTED, and through a pipeline of the Collector that has only Jaeger behind it, which must count every point as not sent.',
  'exposure/listeners':
    'The sockets of the process, as the operating system lists them, are compared with the ports that it was told to use.',
  'exposure/metrics-endpoint':
    'Every listener of the process is asked for the usual paths of metrics. The probe must first find those of a stand-in that exposes some.',
};

/** How a check is judged, in words; undefined: nobody has said it yet. */
export function howJudged(check: string): string | undefined {
  const aspect = ASPECTS.find((each) => check.endsWith(`/${each}`) && check.startsWith('kms.'));
  return OF_CHECKS[check] ?? (aspect && OF_ASPECTS[aspect]);
}
