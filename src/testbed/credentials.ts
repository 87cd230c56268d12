import { randomUUID } from 'node:crypto';
import type { Identity } from '../driver/identity.ts';

/** New in every run, so that a token stands in no other text and a leak of it would be seen. */
const SALT = randomUUID();

export const tokenOf = (user: string): string => `token-of-${user}-${SALT}`;

/** Headers by which a user proves who it is. */
export const identityOf = (user: string): Identity => ({
  user,
  headers: { authorization: `Bearer ${tokenOf(user)}` },
});
