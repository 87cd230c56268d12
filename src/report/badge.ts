import type { Report } from './report.ts';
import { isConform } from './words.ts';

const LABEL = 'OTLP metrics';

/** Contrast of white text on these is at least 4.5 to 1 (WCAG 2.2, 1.4.3). */
const COLOURS = { green: '#2e7d32', amber: '#8a5a00', red: '#c62828' } as const;

interface Badge {
  readonly message: string;
  readonly colour: string;
}

function badgeOf(report: Report): Badge {
  const { verdict, checks } = report;
  const passed = checks.filter(({ state }) => state === 'passed').length;
  const asked = checks.filter(({ state }) => state !== 'not-run' && state !== 'not-applicable').length;
  const colour = isConform(report)
    ? COLOURS.green
    : verdict.includes('as expected')
      ? COLOURS.amber
      : COLOURS.red;
  return { message: `${verdict}, ${passed}/${asked}`, colour };
}

/** For https://shields.io/badges/endpoint-badge. */
export function badgeJson(report: Report): string {
  const { message, colour } = badgeOf(report);
  const badge = { schemaVersion: 1, label: LABEL, message, color: colour, isError: false };
  return `${JSON.stringify(badge)}\n`;
}

/** Verdana at 11 px is about this wide on average; textLength makes it so. */
const LETTER = 6.6;
const MARGIN = 10;

export function badgeSvg(report: Report): string {
  const { message, colour } = badgeOf(report);
  const [left, right] = [LABEL, message].map((text) => Math.round(text.length * LETTER + MARGIN)) as [
    number,
    number,
  ];
  const words = `${LABEL}: ${message}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${words}"><title>${words}</title><clipPath id="r"><rect width="${left + right}" height="20" rx="3"/></clipPath><g clip-path="url(#r)"><rect width="${left}" height="20" fill="#444"/><rect x="${left}" width="${right}" height="20" fill="${colour}"/></g><g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${textAt(left / 2, LABEL, left)}${textAt(left + right / 2, message, right)}</g></svg>\n`;
}

const textAt = (x: number, text: string, width: number): string =>
  `<text x="${x}" y="14" textLength="${width - MARGIN}">${text}</text>`;
