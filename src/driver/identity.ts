import type { Agent } from 'node:http';
import type { HttpRequest } from './transmit.ts';

/** Who sends. */
export interface Identity {
  /** undefined: nobody whom the target knows; it must refuse the login, and no operation takes place. */
  readonly user: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Connections that carry its certificate; absent = those that everybody uses. */
  readonly agent?: Agent;
}

/** The parts of an HTTP request that say who sends it. */
export const signedBy = ({ headers, agent }: Identity): Pick<HttpRequest, 'headers' | 'agent'> => ({
  headers,
  ...(agent === undefined ? {} : { agent }),
});
