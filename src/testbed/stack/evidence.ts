import type { Moment } from '../../judge/moment.ts';
import type { EpochRecord } from '../../judge/record.ts';
import type { Export } from '../../otlp/export.ts';
import type { Exposition } from './exposition.ts';
import type { JaegerTrace } from './jaeger.ts';
import type { PromSeries } from './promql.ts';
import type { Screens } from './screens.ts';

/** All that is known of one instance and of the stack behind it, when everything had come to rest: what is judged. */
export interface StackEvidence {
  /** Of the instance. */
  readonly record: EpochRecord;
  /** Its last observation: received against predicted, at the time for which Prometheus is asked. */
  readonly moment: Moment | undefined;
  /** What the KMS sent, in the order in which the Collector was given it. */
  readonly sent: readonly Export[];
  /** Spans and metrics that the Collector did not take, in its words. */
  readonly refusedByCollector: readonly string[];
  /** What the Collector passed on. */
  readonly passed: readonly Export[];
  /** Requests of the traces service that the KMS sent. */
  readonly traceRequests: number;
  /** The exporters of the Collector that metrics go through, by the names that its configuration gives them. */
  readonly exporters: readonly string[];
  /** The Collector about itself. */
  readonly ownMetrics: Exposition;
  /** What the Collector's exporter for scrapers shows. */
  readonly exposition: Exposition;
  readonly prometheus: {
    /** Unix milliseconds: the time of the last observation. */
    readonly atUnixMs: number;
    /** Every name that it knows. */
    readonly names: readonly string[];
    /** Name -> its series at that time. */
    readonly series: ReadonlyMap<string, readonly PromSeries[]>;
  };
  readonly dashboards: readonly AskedQuery[];
  /** Title of a panel that shows one number -> the answer at the time of the last observation, where there is one. */
  readonly figures: ReadonlyMap<string, string>;
  readonly alerts: readonly AskedQuery[];
  /** Traces of the service, as the API of Jaeger gives them. */
  readonly traces: readonly JaegerTrace[];
  readonly toJaeger: MetricsToJaeger;
  readonly screens: Screens;
}

/** What is known of the metrics alone, on their way to Prometheus. */
export interface Conveyed
  extends Pick<
    StackEvidence,
    'record' | 'moment' | 'sent' | 'refusedByCollector' | 'passed' | 'exporters' | 'ownMetrics'
  > {
  /** How often the Collector was restarted meanwhile; `sent` is then what it has taken. */
  readonly restarts: number;
  /** Sent and not taken while it was restarted: it may have them all the same. */
  readonly unanswered: readonly Export[];
  readonly prometheus: Pick<StackEvidence['prometheus'], 'atUnixMs' | 'series'>;
}

/** A query and what Prometheus said to it. */
export interface AskedQuery {
  /** Dashboard and panel, or alert. */
  readonly where: string;
  readonly query: string;
  /** Why there is no answer. */
  readonly error: string | undefined;
  /** Series with at least one value. */
  readonly seriesCount: number;
}

/** What became of metrics that were sent to Jaeger. */
export interface MetricsToJaeger {
  /** Status of gRPC in answer to an export, by name: "UNIMPLEMENTED". */
  readonly answer: string;
  readonly details: string;
  /** Points that the pipeline was given whose only exporter is Jaeger. */
  readonly points: number;
}

/** Name of the exporter of that pipeline; what it fails to send is meant to fail. */
export const TO_JAEGER = 'otlp_grpc/conformance-to-jaeger';
/** Name of the exporter that gives back what the Collector passes on. */
export const PASSED_ON = 'otlp_grpc/conformance-passed-on';
/** Name of the exporter for scrapers. */
export const FOR_SCRAPERS = 'prometheus/conformance';
