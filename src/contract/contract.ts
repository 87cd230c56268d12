/** What a profile promises, as loaded from contract/*.toml. */
export interface Contract {
  readonly profile: string;
  readonly version: number;
  readonly levels: Readonly<Record<Aspect, Level>>;
  readonly definitions: Definitions;
  readonly push: { readonly intervalSeconds: number; readonly toleranceSeconds: number };
  readonly labels: Labels;
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

/** What a target must be able to do for a check to apply. */
export type Capability = 'cache' | 'hsm';

export interface Instrument {
  readonly number: number;
  readonly name: string;
  readonly kind: Kind;
  readonly unit: string;
  /** The words of the document. */
  readonly document: string;
  readonly attributes: readonly AttributeRule[];
  readonly inFirstExport: boolean;
  readonly capability: Capability | undefined;
}

export interface AttributeRule {
  readonly key: string;
  /** Other words for the canonical values are right, as long as they are one for one. */
  readonly renaming: boolean;
  /** Some attribute must tell these apart whatever its key is (MUST). */
  readonly distinguishes: boolean;
}

export interface Topic {
  readonly id: string;
  readonly level: Level;
  readonly text: string;
  readonly capability: Capability | undefined;
}

/** Where the document is silent: see contract/*.toml, section [definitions]. */
export interface Definitions {
  readonly regrantCounts: boolean;
  readonly errorScope: 'kmip' | 'all';
  readonly destroyedObjectsCount: boolean;
  readonly hsmObjectsCount: boolean;
  readonly activeKeys: 'active-keys' | 'active-objects-visible-to-admin' | 'non-destroyed-keys';
  readonly cacheFillAtCreation: boolean;
  readonly cacheInsertWhenOff: boolean;
  readonly activeUsersWindowSeconds: number;
  readonly backgroundDatabase: 'none' | 'any';
}

/** Canonical words for label values. */
export interface Labels {
  readonly unknownOperation: string;
  readonly otherRoute: string;
  /** Route template -> label. */
  readonly routes: ReadonlyMap<string, string>;
  /** Operation type as the access API spells it -> label. */
  readonly permissions: ReadonlyMap<string, string>;
}
