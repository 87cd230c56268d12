import { randomUUID } from 'node:crypto';
import { keepSecret } from './secrets.ts';

/** New in every run, so that a token stands in no other text and a leak of it would be seen. */
const SALT = randomUUID();

/** Bearer token of a user. */
export const tokenOf = (user: string): string => keepSecret(`token-of-${user}-${SALT}`);
