/** One line of a chart: points in order of x. */
export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Chart {
  readonly title: string;
  readonly xWords: string;
  readonly yWords: string;
  readonly lines: readonly Line[];
  /** When, of what, and on what machine. */
  readonly caption: string;
}

const WIDTH = 720;
const HEIGHT = 400;
const LEFT = 70;
const RIGHT = 190;
const TOP = 48;
const BOTTOM = 80;
/** Told apart on white and on black, also by who sees no red or green (Okabe and Ito, 2008). */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7'];
const GREY = '#808080';

/** A chart with logarithmic axes, on no background, so that it is read on light and on dark pages. @throws RangeError */
export function svgOf({ title, xWords, yWords, lines, caption }: Chart): string {
  const points = lines.flatMap((line) => line.points);
  if (points.length === 0 || points.some((point) => point.some((value) => !(value > 0))))
    throw new RangeError(`the chart "${title}" needs points, all of them above 0`);
  const xTicks = [...new Set(points.map(([x]) => x))].sort((a, b) => a - b);
  const yTicks = ticksOf(points.map(([, y]) => y));
  const across = scaleOf(xTicks, LEFT, WIDTH - RIGHT);
  const up = scaleOf(yTicks, HEIGHT - BOTTOM, TOP);
  const label = (x: number, y: number, words: string, more = '') =>
    `<text x="${round(x)}" y="${round(y)}" fill="${GREY}" ${more}>${escaped(words)}</text>`;
  const body = [
    label(LEFT, TOP - 26, title, 'font-size="15"'),
    ...yTicks.flatMap((y) => [
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${round(up(y))}" y2="${round(up(y))}" stroke="${GREY}" stroke-opacity="0.3"/>`,
      label(LEFT - 8, up(y) + 4, number(y), 'text-anchor="end"'),
    ]),
    ...xTicks.map((x) => label(across(x), HEIGHT - BOTTOM + 20, number(x), 'text-anchor="middle"')),
    label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - BOTTOM + 42, xWords, 'text-anchor="middle"'),
    label(LEFT, TOP - 8, yWords),
    label(LEFT, HEIGHT - 12, caption, 'font-size="11"'),
    ...lines.flatMap(({ name, points: own }, index) => {
      const colour = COLOURS[index % COLOURS.length];
      const at = own.map(([x, y]) => `${round(across(x))},${round(up(y))}`);
      const y = TOP + 16 + index * 20;
      return [
        `<polyline points="${at.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
        ...at.map((point) => `<circle cx="${point.replace(',', '" cy="')}" r="3.5" fill="${colour}"/>`),
        `<rect x="${WIDTH - RIGHT + 18}" y="${y - 10}" width="12" height="12" fill="${colour}"/>`,
        label(WIDTH - RIGHT + 36, y, name),
      ];
    }),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}" font-family="sans-serif" font-size="12">\n${body.join('\n')}\n</svg>\n`;
}

/** 1, 2 and 5 of each power of ten from below the least to above the most. */
function ticksOf(values: readonly number[]): readonly number[] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const steps = [];
  for (let power = Math.floor(Math.log10(least)); power <= Math.ceil(Math.log10(most)); power += 1)
    for (const step of [1, 2, 5]) steps.push(Number(`${step}e${power}`));
  const first = steps.findLastIndex((step) => step <= least);
  const last = steps.findIndex((step) => step >= most);
  return steps.slice(first, Math.max(last, first + 1) + 1);
}

function scaleOf(ticks: readonly number[], from: number, to: number): (value: number) => number {
  const [least, most] = [Math.log10(ticks[0] ?? 1), Math.log10(ticks.at(-1) ?? 1)];
  return (value) =>
    most === least ? (from + to) / 2 : from + ((Math.log10(value) - least) / (most - least)) * (to - from);
}

const round = (value: number): number => Math.round(value * 10) / 10;
const number = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 3 });
const escaped = (words: string): string => words.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);
