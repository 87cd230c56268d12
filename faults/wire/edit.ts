import type { EpochRecord } from '../../src/judge/record.ts';
import type { Metric, ResourceMetrics } from '../../src/otlp/model.ts';
import {
  type AnyPoint,
  type At,
  rewriteInstrument,
  rewriteMetrics,
  rewritePoints,
  rewriteResources,
} from './rewrite.ts';
import { offline } from './rewriting.ts';

export type { AnyPoint } from './rewrite.ts';

type Edited = (record: EpochRecord) => EpochRecord;

/** Replaces every metric of a record by what `edit` makes of it; none = it is gone. */
export const editMetrics = (edit: (metric: Metric, at: At) => readonly Metric[]): Edited =>
  offline(rewriteMetrics(edit));

/** Replaces every resource with what it holds. */
export const editResources = (edit: (resource: ResourceMetrics) => ResourceMetrics): Edited =>
  offline(rewriteResources((resource) => [edit(resource)]));

/** The same for one instrument. */
export const editInstrument = (name: string, edit: (metric: Metric, at: At) => readonly Metric[]): Edited =>
  offline(rewriteInstrument(name, edit));

/** Edits every point of an instrument. */
export const editPoints = <P extends AnyPoint>(
  name: string,
  edit: (point: P, at: At, first: boolean) => AnyPoint,
): Edited => offline(rewritePoints(name, edit));
export { increased, scaled } from './counts.ts';
