import type { Config } from '../config/settings.ts';
import { readText } from '../config/text-file.ts';
import { type Authenticator, identify, type Way } from './authenticator.ts';
import type { TokenUsers } from './bearer-tokens.ts';
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

/**
 * @param apiToken is a bearer token of the default user
 * @throws ConfigError
 */
export const loadIdentity = async (
  { bearerTokensFile, clientsCaCertFile, defaultUsername }: IdentityConfig,
  readFile: (name: string) => string,
  apiToken?: string,
): Promise<LoadedIdentity> => {
  const certificates = clientsCaCertFile === undefined ? [] : [clientCertificates];
  const users = new Map(bearerTokensFile === undefined ? [] : await usersIn(bearerTokensFile, readFile));
  if (apiToken !== undefined) users.set(apiToken, defaultUsername);
  const tokens = users.size === 0 ? [] : await bearersOf(users);
  return {
    http: identify([...certificates, ...tokens], defaultUsername),
    socket: identify([clientCertificates], defaultUsername),
    secrets: [...users.keys()],
  };
};

const usersIn = async (name: string, readFile: (name: string) => string): Promise<TokenUsers> => {
  const content = readText(name, 'the tokens file', readFile);
  const { parseToml } = await import('../config/file.ts');
  const { tokenUsers } = await import('./bearer-tokens.ts');
  return tokenUsers(name, parseToml(name, content));
};

const bearersOf = async (users: TokenUsers): Promise<readonly Way[]> => {
  const { bearerTokens } = await import('./bearer-tokens.ts');
  return [bearerTokens(users)];
};
