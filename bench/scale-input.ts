import { writeFileSync } from 'node:fs';
import { soundRecord } from '../src/judge/record.fixture.ts';
import { encodeMetrics } from '../src/otlp/encode.ts';
import { COLLECTIONS, entriesOf } from './scale-traffic.ts';

/* Writes what a sound target pushes of the load of so many users, one file for each collection. */
const [users, ...files] = process.argv.slice(2);
const { exports } = soundRecord({ entries: entriesOf(Number(users)), collections: COLLECTIONS });
for (const [index, { request }] of exports.entries())
  writeFileSync(files[index] ?? '', encodeMetrics(request));
