import { type Aim, type Figure, isMet, type Latency } from './figure.ts';

interface Column {
  readonly head: string;
  readonly cell: (figure: Figure) => string;
}

const COLUMNS: readonly Column[] = [
  { head: '', cell: ({ name }) => name },
  { head: 'here', cell: ({ value, unit }) => `${number(value)} ${unit}` },
  { head: 'ratio', cell: ({ ratio }) => ratio.toFixed(2) },
  { head: 'aim', cell: (figure) => (figure.aim === undefined ? '' : aimed(figure, figure.aim)) },
  { head: 'beside it', cell: ({ peerValue, unit, peer }) => `${number(peerValue)} ${unit} (${peer})` },
  { head: 'p50 / p99 here', cell: ({ latency }) => latencies(latency) },
  { head: 'p50 / p99 beside it', cell: ({ peerLatency }) => latencies(peerLatency) },
];

/** Columns in which no figure has anything are left out. */
export function tableOf(figures: readonly Figure[]): string {
  const columns = COLUMNS.map(({ head, cell }) => ({ head, cells: figures.map(cell) })).filter(({ cells }) =>
    cells.some((cell) => cell !== ''),
  );
  const padded = columns.map(({ head, cells }) => {
    const width = Math.max(...[head, ...cells].map(({ length }) => length));
    return [head, ...cells].map((cell) => cell.padEnd(width));
  });
  const rows = (padded[0] ?? []).map((_, row) => padded.map((cells) => cells[row]).join('  '));
  return rows.map((row) => `${row.trimEnd()}\n`).join('');
}

const number = (value: number): string => {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value.toFixed(value >= 10 ? 1 : 2);
};

const aimed = (figure: Figure, aim: Aim): string =>
  `${'least' in aim ? `≥ ${aim.least}` : `≤ ${aim.most}`} ${isMet(figure, aim) ? 'met' : 'missed'}`;

const latencies = (latency: Latency | undefined): string =>
  latency === undefined ? '' : `${number(latency.p50Ms)} / ${number(latency.p99Ms)} ms`;
