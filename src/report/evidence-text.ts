import type { EpochReport, FindingReport, RequestReport } from './report.ts';

/** Everything known of a finding as plain lines, for reports that are read as text. */
export function evidenceLines(finding: FindingReport, epochs: readonly EpochReport[]): readonly string[] {
  const { message, nearest, expected, received, scenarios } = finding;
  return [
    ...message.split('\n'),
    ...(nearest === undefined
      ? []
      : [
          ...(nearest.received === '' ? [] : [`nearest received: ${nearest.received}`]),
          `smallest edit: ${nearest.edit}`,
        ]),
    ...(expected === undefined && received === undefined ? [] : ['', ...diffLines(expected, received)]),
    ...(scenarios.length === 0 ? [] : ['', `moved by: ${scenarios.join('; ')}`]),
    ...section('requests that led there', requestsOf(finding, epochs).map(requestLine)),
    ...section(
      'raw points',
      finding.points.map(
        ({ instrument, attributes, value, startTimeUnixNano, timeUnixNano }) =>
          `${instrument} ${JSON.stringify(attributes)} ${value} (start ${startTimeUnixNano}, time ${timeUnixNano})`,
      ),
    ),
  ];
}

export interface DiffLine {
  readonly side: 'expected' | 'received' | 'both';
  readonly text: string;
}

/** Lines that only one side has are marked; those of both come once. Order is kept (longest common subsequence). */
export function diffOf(expected: string | undefined, received: string | undefined): readonly DiffLine[] {
  const [a, b] = [linesOf(expected), linesOf(received)];
  const common = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = common[i];
      if (row !== undefined)
        row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ side: 'both', text: a[i] ?? '' });
      i += 1;
      j += 1;
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ side: 'expected', text: a[i] ?? '' });
      i += 1;
    } else {
      lines.push({ side: 'received', text: b[j] ?? '' });
      j += 1;
    }
  }
  return lines;
}

const SIGNS: Readonly<Record<DiffLine['side'], string>> = { expected: '-', received: '+', both: ' ' };

export const diffLines = (expected: string | undefined, received: string | undefined): readonly string[] => [
  '- expected',
  '+ received',
  ...diffOf(expected, received).map(({ side, text }) => `${SIGNS[side]} ${text}`),
];

/** The requests of a finding, in the order in which they were sent. */
export const requestsOf = (
  { epoch, requests }: FindingReport,
  epochs: readonly EpochReport[],
): readonly RequestReport[] =>
  requests.flatMap((index) => {
    const request = epoch === undefined ? undefined : epochs[epoch]?.requests[index];
    return request === undefined ? [] : [request];
  });

export const requestLine = ({ sentAtUnixMs, way, user, operations, scenario }: RequestReport): string =>
  `${new Date(sentAtUnixMs).toISOString()} ${way}${user === undefined ? '' : ` ${user}`}${operations.length === 0 ? '' : `: ${operations.join(', ')}`} (${scenario})`;

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)];

const linesOf = (text: string | undefined): readonly string[] =>
  text === undefined || text === '' ? [] : text.split('\n');
