/** A Collector, a Prometheus and a Jaeger that work together, and where each is reached from here. */
export interface Stack {
  readonly collector: {
    /** host:port of OTLP/gRPC. */
    readonly otlp: string;
    /** host:port of OTLP/gRPC of the pipeline that has Jaeger alone behind it. */
    readonly toJaeger: string;
    /** Page of what it measures of itself. */
    readonly ownMetrics: string;
    /** Page of its exporter for scrapers. */
    readonly exposition: string;
    /** The exporters that metrics go through, by the names that its configuration gives them. */
    readonly exporters: readonly string[];
    /** Ends it as an operator does, and starts it again at the same addresses; resolves when it is ready. */
    restart(): Promise<void>;
  };
  /** Base URL. */
  readonly prometheus: string;
  readonly jaeger: {
    /** Base URL of the API behind the UI. */
    readonly api: string;
    /** host:port of OTLP/gRPC. */
    readonly otlp: string;
  };
  /** Base URL; undefined where it has none. */
  readonly grafana: string | undefined;
  /** The last log lines of each. */
  logTails(): string;
  /** Nothing of it is left when it has ended. Safe to call twice. */
  stop(): Promise<void>;
}

/** A way to have a stack. */
export interface StackMaker {
  /** Why there will be no Grafana in it; undefined: there will be one. */
  withoutGrafana(): Promise<string | undefined>;
  /** Brings one up whose Collector gives back what it passes on, at a port of this machine. */
  start(passedOnPort: number): Promise<Stack>;
}
