import { createHash, timingSafeEqual } from 'node:crypto';
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

/** The request acts as the user whose token it carries. Takes the same time whichever token is offered. */
export const bearerTokens = (users: TokenUsers): Way => {
  const known = [...users].map(([token, user]) => ({ digest: digestOf(token), user }));
  return ({ authorization }) => {
    if (authorization === undefined) return offersNothing;
    const token = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
    if (token === undefined) return isWrong;
    const offered = digestOf(token);
    const [match] = known.filter(({ digest }) => timingSafeEqual(digest, offered));
    return match === undefined ? isWrong : provesUser(match.user);
  };
};

// Digests have one length, which timingSafeEqual demands, and betray nothing of the length of a token.
const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();
