import type { Trust } from './connections.ts';
import { NO_TRUST } from './connections.ts';
import { given } from './identities.ts';
import type { Secured } from './secured.ts';
import type { Target } from './target.ts';

/** Certificates that the suite has made for the instance, or those that the target file names. */
export function trustOf({ identities, authority }: Target, secured: Secured | undefined): Trust {
  if (secured !== undefined) return secured;
  if (identities.by !== 'given') return { ...NO_TRUST, authority };
  return { authority, certificateOf: async (user) => given(identities, user).certificate };
}
