import type { Look } from '../report/html/state.ts';
import type { Paint } from '../report/style.ts';
import { EVERYTHING, type Model } from './model.ts';
import type { Change, Facts } from './update.ts';

const MARKS: Readonly<Record<Look, string>> = {
  passed: 'ok',
  failed: 'FAILED',
  known: 'note',
  untested: '?',
  aside: '',
  error: 'ERROR',
};

const COLOURS: Readonly<Record<Look, Parameters<Paint>[0]>> = {
  passed: 'green',
  failed: 'red',
  known: 'yellow',
  untested: 'yellow',
  aside: 'dim',
  error: 'red',
};

/** One line per change, and now and then one that counts. */
export class PlainLines {
  readonly #model: Model;
  readonly #everyMs: number;
  readonly #paint: Paint;
  #revision = EVERYTHING;
  #lastChange = 0;
  #countedAtMs: number;

  /** @param everyMs how often to count */
  constructor(model: Model, everyMs: number, paint: Paint, nowUnixMs: number) {
    this.#model = model;
    this.#everyMs = everyMs;
    this.#paint = paint;
    this.#countedAtMs = nowUnixMs;
  }

  /** What there is to say by now. */
  next(nowUnixMs: number): readonly string[] {
    const { changes, revision, facts } = this.#model.boardSince(this.#revision);
    const fresh = changes.filter(({ number }) => number > this.#lastChange);
    const lost = (fresh[0]?.number ?? 0) - this.#lastChange - 1;
    this.#revision = revision;
    this.#lastChange = fresh.at(-1)?.number ?? this.#lastChange;
    const isDue = nowUnixMs - this.#countedAtMs >= this.#everyMs;
    if (isDue) this.#countedAtMs = nowUnixMs;
    return [
      ...(lost > 0 ? [`... ${lost} lines left out`] : []),
      ...fresh.map((change) => changeLine(change, this.#paint)),
      ...(isDue ? [`${clock(nowUnixMs)}         ${countLine(facts)}`] : []),
    ];
  }
}

export const changeLine = ({ atUnixMs, look, text }: Change, paint: Paint): string =>
  `${clock(atUnixMs)} ${paint(COLOURS[look], MARKS[look].padEnd(MARK_WIDTH))} ${text}`;

const MARK_WIDTH = 7;

export const countLine = (facts: Facts): string => {
  const {
    exports,
    exportsPerMinute,
    documented,
    documentedSeen,
    series,
    seriesLeftOut,
    leavesOutMore,
    instances,
  } = facts;
  return [
    `${exports} exports, ${exportsPerMinute} in the last minute`,
    ...(instances > 1 ? [`${instances} instances`] : []),
    `${documentedSeen} of ${documented} instruments`,
    `${series} series${seriesLeftOut === 0 ? '' : ` (${leavesOutMore ? 'at least ' : ''}${seriesLeftOut} left out)`}`,
  ].join('; ');
};

/** In the time zone of whoever looks. */
export const clock = (unixMs: number): string => new Date(unixMs).toTimeString().slice(0, 8);
