import { DEFINITION_ROWS } from './definitions.ts';
import { PUSH_ROWS } from './pushes.ts';
import type { Row } from './row.ts';
import { STREAM_ROWS } from './streams.ts';
import { SUITE_ROWS } from './suite.ts';
import { SURROUNDING_ROWS } from './surroundings.ts';
import { VALUE_ROWS } from './values.ts';

/** Every kind of defect that the benchmark knows, by id. */
export const CATALOGUE: ReadonlyMap<string, Row> = new Map(
  [...DEFINITION_ROWS, ...VALUE_ROWS, ...STREAM_ROWS, ...PUSH_ROWS, ...SURROUNDING_ROWS, ...SUITE_ROWS].map(
    (row) => [row.id, row],
  ),
);
