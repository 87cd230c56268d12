/** Queries over a selector, at the pace of the screen; of all series together where no labels are named. */

export const rateOf = (labels: readonly string[], selector: string): string =>
  `sum${by(labels)}(rate(${selector}[$__rate_interval]))`;

export const quantileOf = (quantile: number, labels: readonly string[], buckets: string): string =>
  `histogram_quantile(${quantile}, ${rateOf([...labels, 'le'], buckets)})`;

/** The three that are looked at, of all series together. */
export const quantiles = (buckets: string) =>
  [0.5, 0.95, 0.99].map((quantile) => ({
    expr: quantileOf(quantile, [], buckets),
    legend: `p${quantile * 100}`,
  }));

const by = (labels: readonly string[]): string => (labels.length === 0 ? '' : ` by (${labels.join(', ')}) `);
