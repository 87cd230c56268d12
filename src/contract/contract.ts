import type { Capability } from './capabilities.ts';
import type { Definitions } from './definitions.ts';

export type { Definitions } from './definitions.ts';

/** What a profile promises, as loaded from contract/*.toml. */
export interface Contract {
  readonly profile: string;
  /** One sentence: whose promises these are. */
  readonly about: string;
  readonly version: number;
  readonly levels: Readonly<Record<Aspect, Level>>;
  /** Where the promises of an aspect come from, as people look it up; {document} stands for the instrument's words. */
  readonly sources: Readonly<Record<Aspect, string>>;
  readonly definitions: Definitions;
  /** Definitions that a target cannot pick otherwise, by the names that profiles use. */
  readonly fixed: ReadonlySet<string>;
  readonly push: { readonly intervalSeconds: number; readonly toleranceSeconds: number };
  readonly labels: Labels;
  readonly origin: Origin;
  /** Instruments that may be exported beside those of the contract without a word. */
  readonly furtherInstruments: readonly string[];
  readonly instruments: readonly Instrument[];
  readonly topics: readonly Topic[];
}

/** RFC 2119. */
export type Level = 'MUST' | 'SHOULD' | 'MAY';

/** The aspects in which every instrument is judged, in the order of the report. */
export const ASPECTS = ['name', 'kind', 'unit', 'attributes', 'value', 'time'] as const;
export type Aspect = (typeof ASPECTS)[number];

/** counter = monotonic Sum, up-down-counter = non-monotonic Sum, histogram = Histogram or ExponentialHistogram. */
export type Kind = 'counter' | 'up-down-counter' | 'histogram' | 'gauge';

export interface Instrument {
  readonly number: number;
  readonly name: string;
  readonly kind: Kind;
  readonly unit: string;
  /** Of number points; the sums of histograms are always doubles. undefined: either. */
  readonly numberType: 'int' | 'double' | undefined;
  /** The words of the document. */
  readonly document: string;
  /** What the stream says about it; undefined: anything but nothing. */
  readonly description: string | undefined;
  readonly attributes: readonly AttributeRule[];
  readonly inFirstExport: boolean;
  /** false: promised, though the release is known never to record it. */
  readonly onTheWire: boolean;
  readonly capability: Capability | undefined;
}

export interface AttributeRule {
  readonly key: string;
  /**
   * Other words for the canonical values: one-for-one, or several values under one word (grouping), as routes are
   * grouped by their templates.
   */
  readonly renaming: 'none' | 'one-for-one' | 'grouping';
  /** Some attribute must tell these apart whatever its key is (MUST). */
  readonly distinguishes: boolean;
  /** The only values there are; undefined: whatever the traffic demands. */
  readonly values: readonly string[] | undefined;
}

export interface Topic {
  readonly id: string;
  readonly level: Level;
  readonly text: string;
  readonly source: string;
  readonly capability: Capability | undefined;
}

/** Canonical words for label values. */
export interface Labels {
  readonly unknownOperation: string;
  /** Operations that an item of a message counts under their own name, all others being unknown; undefined: all. */
  readonly namedInMessages: ReadonlySet<string> | undefined;
  readonly otherRoute: string;
  /** Route template -> label. */
  readonly routes: ReadonlyMap<string, string>;
  /** Operation type as the access API spells it -> label. */
  readonly permissions: ReadonlyMap<string, string>;
}

/** Who sends: resource and instrumentation scope. "*" in a pattern stands for any text but none. */
export interface Origin {
  /** undefined: any name but none. */
  readonly scope: string | undefined;
  /** Pattern; absent: any version, or none. */
  readonly scopeVersion?: string;
  /** Resource attribute -> pattern of its value; "absent" in a profile takes one of its base out. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Patterns of the names of resource attributes that may stand beside them without a word. */
  readonly furtherAttributes: readonly string[];
}
