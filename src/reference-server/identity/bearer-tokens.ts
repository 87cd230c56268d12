import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { ConfigError } from '../config/error.ts';
import { isWrong, offersNothing, provesUser, type Way } from './authenticator.ts';

/** Who each bearer token belongs to. */
export type TokenUsers = ReadonlyMap<string, string>;

/** Takes the tables of a tokens file: every key a token, every value its user. @throws ConfigError */
export const tokenUsers = (fileName: string, table: Readonly<Record<string, unknown>>): TokenUsers => {
  const entries = Object.entries(table);
  for (const [index, [, user]] of entries.entries()) {
    if (typeof user === 'string' && user !== '') continue;
    throw new ConfigError(
      `Entry ${index + 1} of the tokens file ${fileName} must be "token" = "user", both in quotes, without headings.`,
    );
  }
  if (entries.length === 0) {
    throw new ConfigError(
      `The tokens file ${fileName} names no token, so nobody could log in: add "token" = "user".`,
    );
  }
  return new Map(entries.map(([token, user]) => [token, String(user)]));
};

/**
 * The request acts as the user whose token it carries. Tokens are looked up by a digest under a key that lives as long as
 * the process: how long that takes tells nothing of a token, and it takes the same among ten thousand.
 */
export const bearerTokens = (users: TokenUsers): Way => {
  const key = createSecretKey(randomBytes(KEY_BYTES));
  const digestOf = (token: string): string => createHmac('sha256', key).update(token).digest('base64');
  const known = new Map([...users].map(([token, user]) => [digestOf(token), user]));
  return ({ authorization }) => {
    if (authorization === undefined) return offersNothing;
    const token = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
    if (token === undefined) return isWrong;
    const user = known.get(digestOf(token));
    return user === undefined ? isWrong : provesUser(user);
  };
};

const KEY_BYTES = 32;
