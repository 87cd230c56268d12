import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The Gherkin of a scenario as it is written, without its tags; `location` as the plan has it. */
export function scenarioText(location: string): readonly string[] {
  const [path = '', line = '1'] = location.split(/:(?=\d+$)/);
  return scenarioAt(readFileSync(join(ROOT, path), 'utf8').split('\n'), Number(line) - 1);
}

/** From the heading at or above an index to the next one. */
export function scenarioAt(lines: readonly string[], index: number): readonly string[] {
  const from = lines.findLastIndex((line, at) => at <= index && /^\s*Scenario/.test(line));
  const after = lines.findIndex((line, at) => at > from && /^\s*(Scenario|Rule|Background)/.test(line));
  const own = lines.slice(from, after < 0 ? undefined : after);
  const last = own.findLastIndex((line) => line.trim() !== '' && !/^\s*[@#]/.test(line));
  return own.slice(0, last + 1);
}
