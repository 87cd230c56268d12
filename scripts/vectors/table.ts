import type { Way } from './sections.ts';
import type { Replay } from './verdict.ts';

/** Section x way in, passed/total; empty where the section does not allow the way. */
export function tableOf(replays: readonly Replay[]): string {
  const ways: readonly Way[] = ['HTTP JSON', 'HTTP binary', 'TLS socket'];
  const sections = [...new Set(replays.map(({ section }) => section))];
  const cell = (section: string, way: Way): string => {
    const found = replays.find((replay) => replay.section === section && replay.way === way);
    if (found === undefined) return '';
    return `${found.outcomes.filter(({ result }) => result === 'pass').length}/${found.outcomes.length}`;
  };
  const rows = [
    ['section', ...ways],
    ...sections.map((section) => [section, ...ways.map((way) => cell(section, way))]),
  ];
  return rows.map(([first = '', ...rest]) => line(first, rest)).join('\n');
}

const line = (first: string, rest: readonly string[]): string =>
  [first.padEnd(18), ...rest.map((text) => text.padStart(12))].join('').trimEnd();
