import { paintFor } from '../report/style.ts';
import type { Model } from '../watch/model.ts';
import { PlainLines } from '../watch/plain.ts';
import { screenOf } from '../watch/screen.ts';

/** What is live, in a terminal. */
export interface LiveTerminal {
  begin(hello: string): void;
  /** There may be something new. */
  show(): void;
  end(): void;
}

/** Lines that go on: for files, pipes and whoever wants them. @param everyMs how often to count */
export function plainLines(
  stream: NodeJS.WritableStream,
  model: Model,
  everyMs: number,
  nowUnixMs: () => number,
): LiveTerminal {
  const plain = new PlainLines(model, everyMs, paintFor(stream), nowUnixMs());
  const show = (): void => {
    const lines = plain.next(nowUnixMs());
    if (lines.length > 0) stream.write(`${lines.join('\n')}\n`);
  };
  return {
    begin: (hello) => stream.write(`${hello}\n`),
    show,
    end: show,
  };
}

/** A screen of its own; what was there before is there again afterwards. */
const ENTER = '\x1b[?1049h\x1b[?25l';
const LEAVE = '\x1b[?1049l\x1b[?25h';
const HOME = '\x1b[H';
const TO_END_OF_LINE = '\x1b[K';
const TO_END_OF_SCREEN = '\x1b[J';

/** A table that is drawn again in the same place. */
export function redrawnTable(stream: NodeJS.WriteStream, model: Model): LiveTerminal {
  const paint = paintFor(stream);
  let greeting = '';
  const lines = (): readonly string[] => {
    const { columns = 80, rows = 24 } = stream;
    return [greeting.slice(0, columns), ...screenOf(model, { columns, rows: rows - 1 }, paint)];
  };
  let drawn = '';
  const show = (): void => {
    const text = lines()
      .map((line) => `${line}${TO_END_OF_LINE}`)
      .join('\r\n');
    if (text === drawn) return;
    drawn = text;
    stream.write(`${HOME}${text}${TO_END_OF_SCREEN}`);
  };
  return {
    begin(hello) {
      greeting = hello;
      stream.write(ENTER);
      show();
    },
    show,
    end() {
      stream.write(`${LEAVE}${lines().join('\n')}\n`);
    },
  };
}
