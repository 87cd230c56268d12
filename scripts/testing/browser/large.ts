import { epoch, reportOf, T0 } from '../../../src/report/report.fixture.ts';
import type { Report, SeriesReport } from '../../../src/report/report.ts';

/** As many series as a report holds at most, in two instances, some of them not as predicted. */
export const largeReport = (series: number): Report =>
  reportOf({
    epochs: ['main', 'other'].map((instance) =>
      epoch({ instance, series: Array.from({ length: series / 2 }, (_, index) => seriesOf(index)) }),
    ),
  });

const seriesOf = (index: number): SeriesReport => ({
  instrument: 'kms.kmip.operations.per_user.total',
  attributes: { user: `user-${index}`, operation: index % 2 === 0 ? 'Get' : 'Create' },
  points: Array.from({ length: 20 }, (_, point) => [T0 + point * 100, point] as const),
  pointsLeftOut: 0,
  predicted: [[T0 + 1900, index % 100 === 0 ? 20 : 19, index % 100 === 0 ? 20 : 19]],
});
