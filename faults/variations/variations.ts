import type { ProxyOptions } from '../live/proxy.ts';
import * as rewritings from './rewritings.ts';

/** Something that telemetry may be like: whatever is judged, nothing may break. */
export interface Variation {
  readonly id: string;
  readonly words: string;
  readonly through: Omit<ProxyOptions, 'to'>;
  /** Checks that may report it: no more than a word about what the document leaves open. */
  readonly reported?: readonly string[];
  /** Nothing but a run shows it: a record has no compression and no time on the way. */
  readonly liveOnly?: true;
}

/** A slow machine: so long is each push on its way. */
const ON_THE_WAY_MS = 1500;

const rewritten = (
  id: string,
  words: string,
  rewriting: Variation['through']['rewriting'],
  reported: readonly string[] = [],
): Variation => ({ id, words, through: { rewriting }, reported });

export const VARIATIONS: readonly Variation[] = [
  rewritten('other-order', 'metrics, points and attributes come in another order', rewritings.reversed),
  rewritten('split', 'a collection comes in three requests', rewritings.split),
  rewritten('delta', 'every point says what came since the one before', rewritings.asDeltas),
  rewritten('own-starts', 'every series starts with its first measurement', rewritings.startsOfTheirOwn),
  rewritten('exemplars', 'points carry exemplars', rewritings.withExemplars),
  rewritten('resource-attributes', 'the resource says more', rewritings.moreResourceAttributes, [
    'origin/further-attributes',
  ]),
  rewritten('further-instruments', 'there are further instruments', rewritings.moreInstruments, [
    'catalogue/further-instruments',
  ]),
  rewritten('seeded', 'series stand at zero before anything has happened to them', rewritings.seeded),
  rewritten('doubles', 'counts come as doubles', rewritings.inDoubles, ['catalogue/number-type']),
  rewritten('twice', 'every request comes a second time', rewritings.twice),
  rewritten('exponential', 'histograms have exponential buckets', rewritings.exponential),
  {
    id: 'gzip',
    words: 'every request comes in gzip',
    through: { rewriting: rewritings.unchanged, gzip: true },
    liveOnly: true,
  },
  {
    id: 'slow',
    words: 'every push is on its way for a second and a half',
    through: { rewriting: rewritings.unchanged, delayMs: ON_THE_WAY_MS },
    liveOnly: true,
  },
];
