import { readText } from '../config/config.ts';
import type { Config } from '../config/settings.ts';
import { type Authenticator, everybodyIs } from './authenticator.ts';

/** The rule of who a request acts as, and the secrets that it rests on. */
export interface LoadedIdentity {
  readonly authenticate: Authenticator;
  readonly secrets: readonly string[];
}

/** With a tokens file a token is needed; without one everybody is the default user. @throws ConfigError */
export const loadIdentity = async (
  { bearerTokensFile, defaultUsername }: Pick<Config, 'bearerTokensFile' | 'defaultUsername'>,
  readFile: (name: string) => string,
): Promise<LoadedIdentity> => {
  if (bearerTokensFile === undefined) return { authenticate: everybodyIs(defaultUsername), secrets: [] };
  const content = readText(bearerTokensFile, 'the tokens file', readFile);
  const { parseToml } = await import('../config/file.ts');
  const { bearerTokens, tokenUsers } = await import('./bearer-tokens.ts');
  const users = tokenUsers(bearerTokensFile, parseToml(bearerTokensFile, content));
  return { authenticate: bearerTokens(users), secrets: [...users.keys()] };
};
