import type { Known } from '../../dashboards/figure.ts';
import type { Moment } from '../../judge/moment.ts';
import { seriesOf } from '../../judge/state.ts';

/** What dashboards must show of one instance at an observation: the last points of all of its instruments. */
export const knownAt = ({ state }: Moment): Known => ({
  instances: 1,
  points: (instrument) =>
    seriesOf(state, instrument).map(({ sample, value }) => ({
      labels: Object.fromEntries(sample.attributes),
      value: Number(value),
    })),
});
