/** Something that is not as promised. */
export interface Finding {
  readonly check: string;
  /** One sentence: what was expected, what came. */
  readonly message: string;
  /** The series it is about, as text. */
  readonly series?: string;
  /** Scenarios whose traffic touched that series. */
  readonly scenarios?: readonly string[];
  /** Where the rule can say it in lines that can be held side by side. */
  readonly expected?: string;
  readonly received?: string;
  /** Index of the record it was found in, among all of the run. */
  readonly epoch?: number;
}

/** What a rule of the judge says: a finding, or that a check was put to the test (its positive control was seen). */
export type Ruling =
  | ({ readonly kind: 'finding' } & Finding)
  | { readonly kind: 'exercised'; readonly check: string };

export const finding = (
  check: string,
  message: string,
  about: {
    readonly series?: string;
    readonly scenarios?: Iterable<string>;
    readonly expected?: string;
    readonly received?: string;
  } = {},
): Ruling => ({
  kind: 'finding',
  check,
  message,
  ...(about.series === undefined ? {} : { series: about.series }),
  scenarios: [...(about.scenarios ?? [])],
  ...(about.expected === undefined ? {} : { expected: about.expected }),
  ...(about.received === undefined ? {} : { received: about.received }),
});

/** The same rulings without repetition of a sentence. */
export const distinctRulings = (rulings: readonly Ruling[]): readonly Ruling[] => [
  ...new Map(
    rulings.map((ruling) => [
      ruling.kind === 'finding' ? `${ruling.check} ${ruling.message}` : ruling.check,
      ruling,
    ]),
  ).values(),
];

export const exercised = (check: string): Ruling => ({ kind: 'exercised', check });
