import type { Contract } from '../contract/contract.ts';
import { type Collection, collectionsOf } from '../judge/collections.ts';
import type { Ruling } from '../judge/finding.ts';
import { judgeStream } from '../judge/stream.ts';
import type { Export } from '../otlp/export.ts';
import { MAX_EXPORTS_OF_COLLECTION, MAX_FINDINGS } from './limits.ts';

/** Falls when a process starts anew, and never otherwise. */
const UPTIME = 'kms.server.uptime';

/**
 * Judges exports as they come, without the traffic. It keeps the last two collections; what it has found stays found
 * until the KMS starts anew.
 */
export class StreamWatch {
  readonly #contract: Contract;
  #exports: readonly Export[] = [];
  #rulings = new Map<string, Ruling>();

  constructor(contract: Contract) {
    this.#contract = contract;
  }

  /** True where the export is the first of a KMS that has started anew: nothing before it counts any more. */
  take(received: Export): boolean {
    const before = collectionsOf(this.#exports).at(-1);
    const [now] = collectionsOf([received]);
    const hasRestarted = before !== undefined && now !== undefined && isYounger(now, before);
    if (hasRestarted) {
      this.#exports = [];
      this.#rulings.clear();
    }
    this.#exports = lastTwoCollections([...this.#exports, received]);
    this.#remember(judgeStream(this.#contract, this.#exports, []));
    return hasRestarted;
  }

  takeWrongWay(words: string): void {
    this.#remember(judgeStream(this.#contract, [], [words]));
  }

  get rulings(): readonly Ruling[] {
    return [...this.#rulings.values()];
  }

  #remember(rulings: readonly Ruling[]): void {
    for (const ruling of rulings) {
      const words = ruling.kind === 'finding' ? `${ruling.check} ${ruling.message}` : ruling.check;
      if (this.#rulings.size < MAX_FINDINGS) this.#rulings.set(words, ruling);
    }
  }
}

const lastTwoCollections = (exports: readonly Export[]): readonly Export[] =>
  exports.slice(collectionsOf(exports).at(-2)?.from ?? 0).slice(-2 * MAX_EXPORTS_OF_COLLECTION);

/** Where the uptime is not exported, every series must have started after the last collection. */
function isYounger(now: Collection, before: Collection): boolean {
  const [uptime, uptimeBefore] = [now, before].map(uptimeIn);
  if (uptime !== undefined && uptimeBefore !== undefined) return uptime < uptimeBefore;
  return (
    now.samples.length > 0 &&
    now.samples.every(
      ({ temporality, point }) =>
        temporality === 'cumulative' && point.startTimeUnixNano > before.timeUnixNano,
    )
  );
}

const uptimeIn = ({ samples }: Collection): number | undefined => {
  const value = samples.find(({ instrument }) => instrument === UPTIME)?.value;
  return value === undefined ? undefined : Number(value);
};
