import { checkId } from '../contract/checks.ts';
import type { Aspect, Contract } from '../contract/contract.ts';
import type { Export } from '../otlp/export.ts';
import { collectionsOf } from './collections.ts';
import { exercised, type Ruling } from './finding.ts';
import type { EpochRecord } from './record.ts';
import { STREAM_RULES } from './rules/of-streams.ts';
import type { View } from './view.ts';

/** Any point shows these; how a series goes on is shown by two collections. */
const SHOWN_BY_ONE: readonly Aspect[] = ['name', 'kind', 'unit', 'attributes'];
const SHOWN_BY_TWO: readonly Aspect[] = [...SHOWN_BY_ONE, 'time'];

/**
 * What can be said of exports without knowing the traffic. "Exercised" means here that something was there to be
 * looked at: no more, because nobody knows what should have come.
 */
export function judgeStream(
  contract: Contract,
  exports: readonly Export[],
  wrongWays: readonly string[],
): readonly Ruling[] {
  const collections = collectionsOf(exports);
  const samples = collections.flatMap((collection) => collection.samples);
  const metrics = collections.flatMap((collection) => collection.metrics);
  const view: View = {
    contract,
    record: recordOf(contract, exports, wrongWays),
    collections,
    samples,
    metrics,
    moments: [],
    skewMs: 0,
    moved: new Set(),
  };
  const seen = new Set(metrics.map(({ instrument }) => instrument));
  const aspects = collections.length > 1 ? SHOWN_BY_TWO : SHOWN_BY_ONE;
  const rulings = STREAM_RULES.flatMap((rule) => rule(view));
  return [
    ...(samples.length > 0 ? rulings : rulings.filter(({ kind }) => kind === 'finding')),
    ...contract.instruments
      .filter(({ name }) => seen.has(name))
      .flatMap(({ name }) => aspects.map((aspect) => exercised(checkId(name, aspect)))),
  ];
}

const recordOf = (
  contract: Contract,
  exports: readonly Export[],
  wrongWays: readonly string[],
): EpochRecord => ({
  instance: 'main',
  setting: { contract, cache: undefined, hsmModel: undefined, initialObjects: new Map() },
  process: { spawnedAtUnixMs: undefined, firstAnswerAtUnixMs: 0, stoppedAtUnixMs: undefined },
  testIntervalMs: undefined,
  entries: [],
  exports,
  observations: [],
  wrongWays,
});
