import type { Config } from '../config/settings.ts';
import { readText } from '../config/text-file.ts';
import { type Authenticator, identify, type Way } from './authenticator.ts';
import { clientCertificates } from './client-certificates.ts';

/** The rule of who a request acts as, for each way in, and the secrets that it rests on. */
export interface LoadedIdentity {
  /** Over HTTP: by certificate or token where these are configured. */
  readonly http: Authenticator;
  /** Over the socket: always by certificate. */
  readonly socket: Authenticator;
  readonly secrets: readonly string[];
}

type IdentityConfig = Pick<Config, 'bearerTokensFile' | 'clientsCaCertFile' | 'defaultUsername'>;

/** @throws ConfigError */
export const loadIdentity = async (
  { bearerTokensFile, clientsCaCertFile, defaultUsername }: IdentityConfig,
  readFile: (name: string) => string,
): Promise<LoadedIdentity> => {
  const certificates = clientsCaCertFile === undefined ? [] : [clientCertificates];
  const tokens = bearerTokensFile === undefined ? noTokens : await loadTokens(bearerTokensFile, readFile);
  return {
    http: identify([...certificates, ...tokens.ways], defaultUsername),
    socket: identify([clientCertificates], defaultUsername),
    secrets: tokens.secrets,
  };
};

interface Tokens {
  readonly ways: readonly Way[];
  readonly secrets: readonly string[];
}

const noTokens: Tokens = { ways: [], secrets: [] };

const loadTokens = async (name: string, readFile: (name: string) => string): Promise<Tokens> => {
  const content = readText(name, 'the tokens file', readFile);
  const { parseToml } = await import('../config/file.ts');
  const { bearerTokens, tokenUsers } = await import('./bearer-tokens.ts');
  const users = tokenUsers(name, parseToml(name, content));
  return { ways: [bearerTokens(users)], secrets: [...users.keys()] };
};
