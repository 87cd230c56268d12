import type { Clock } from '../telemetry/clock.ts';
import { json, type Route } from './routes.ts';

export interface PublicParts {
  readonly version: string;
  readonly database: string;
  /** Throws when the database does not answer. */
  readonly probeDatabase: () => void;
  readonly clock: Clock;
}

/** What everybody may ask, without login. */
export const publicRoutes = ({ version, database, probeDatabase, clock }: PublicParts): readonly Route[] => [
  {
    method: 'GET',
    path: '/version',
    public: true,
    answer: () => json(`${version} (kms-otlp-testbed reference server)`),
  },
  {
    method: 'GET',
    path: '/health',
    public: true,
    answer: () => {
      const startedMs = clock.monotonicMs();
      const status = answers(probeDatabase) ? 'UP' : 'DOWN';
      const latency_ms = Math.round(clock.monotonicMs() - startedMs);
      const body = { status, latency_ms, dependencies: { database: { name: database, status } } };
      return json(body, status === 'UP' ? 200 : 503);
    },
  },
];

const answers = (probe: () => void): boolean => {
  try {
    probe();
    return true;
  } catch {
    return false;
  }
};
