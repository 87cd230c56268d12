import type { Progress } from '../testbed/progress.ts';

/** Without a terminal to redraw, what is waited for is said again this often. */
const REMINDER_MS = 10_000;

/** On a terminal the line is redrawn this often, so that the seconds move. */
const REDRAW_MS = 500;

/** Says on standard error what is waited for and how long already: one moving line, or a line now and then. */
export function terminalProgress(stream: NodeJS.WriteStream): Progress {
  const startedAtMs = performance.now();
  const running = new Set<string>();
  let all = 0;
  let timer: NodeJS.Timeout | undefined;

  const status = () => {
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(0);
    const [first] = running;
    return `${all - running.size} of ${all} scenarios done after ${seconds} s; waiting for ${first ?? 'the judgement'}${running.size > 1 ? ` and ${running.size - 1} more` : ''}`;
  };
  const clear = () => {
    if (stream.isTTY) stream.write('\r\x1b[2K');
  };
  const show = () => {
    if (stream.isTTY) stream.write(`\r\x1b[2K${status().slice(0, (stream.columns ?? 80) - 1)}`);
    else stream.write(`${status()}\n`);
  };
  return {
    say(line) {
      clear();
      stream.write(`${line}\n`);
    },
    total(scenarios) {
      all = scenarios;
      timer ??= setInterval(show, stream.isTTY ? REDRAW_MS : REMINDER_MS);
    },
    started(scenario) {
      running.add(scenario);
    },
    ended(scenario) {
      running.delete(scenario);
    },
    end() {
      clearInterval(timer);
      clear();
    },
  };
}
