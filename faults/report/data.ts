import { type Benchmark, inPercent, LEAST_DIAGNOSED_PERCENT, LEAST_KILLED_PERCENT } from './score.ts';
import { standingsOf } from './standing.ts';

/** The whole result as plain data. */
export const killJson = ({ kills, counts, must, should, passes }: Benchmark, seed: string): string =>
  `${JSON.stringify(
    {
      schema: 'kms-otlp-testbed/faults/1',
      seed,
      passes,
      gate: { leastKilledPercent: LEAST_KILLED_PERCENT, leastDiagnosedPercent: LEAST_DIAGNOSED_PERCENT },
      counts,
      must,
      should,
      catalogue: standingsOf(kills).map(({ row, outcomes, checks, note }) => ({
        ...row,
        outcomes: Object.fromEntries(outcomes),
        checks,
        ...(note === undefined ? {} : { note }),
      })),
      faults: kills.map(({ fault, outcome, red, reason }) => ({
        ...{ id: fault.id, of: fault.of ?? null, words: fault.words, expects: fault.expects, outcome, red },
        ...(reason === undefined ? {} : { reason }),
      })),
    },
    undefined,
    2,
  )}\n`;

/** For https://shields.io/badges/endpoint-badge. */
export const killBadge = ({ must, passes }: Benchmark): string =>
  `${JSON.stringify({
    schemaVersion: 1,
    label: 'faults caught',
    message: inPercent(must.killed, must.planted),
    color: passes ? '#2e7d32' : '#c62828',
    isError: false,
  })}\n`;
