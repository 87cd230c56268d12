import { randomUUID } from 'node:crypto';
import type { Identity } from '../driver/identity.ts';
import type { Connections } from './connections.ts';
import { tokenOf } from './credentials.ts';
import type { GivenUser, IdentityPlan } from './targets/identity-plan.ts';
import { USERS } from './users.ts';

/** Name of a user of the features as the target knows it and its telemetry has it. */
export function nameOf(plan: IdentityPlan, user: string): string {
  if (plan.by === 'default') return plan.user;
  return plan.by === 'given' ? given(plan, user).name : user;
}

/** How a user of the features proves over HTTP who it is. */
export async function identityOf(
  plan: IdentityPlan,
  user: string,
  connections: Connections,
): Promise<Identity> {
  switch (plan.by) {
    case 'tokens':
      return { user, headers: bearer(tokenOf(user)) };
    case 'certificates':
      return { user, headers: {}, agent: await connections.agentOf(user) };
    case 'default':
      return { user: plan.user, headers: {} };
    case 'given': {
      const { name, token, certificate } = given(plan, user);
      const agent = certificate === undefined ? {} : { agent: await connections.agentOf(user) };
      return { user: name, headers: token === undefined ? {} : bearer(token), ...agent };
    }
  }
}

/** Somebody whom no target knows. */
export const stranger = (): Identity => ({ user: undefined, headers: bearer(randomUUID()) });

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** The user of that name, or another that stands in for it where the target knows fewer. */
export function given({ users }: Extract<IdentityPlan, { readonly by: 'given' }>, user: string): GivenUser {
  const all = [...users.values()];
  const standIn = all[Math.max(0, (USERS as readonly string[]).indexOf(user)) % all.length];
  const found = users.get(user) ?? standIn;
  if (found === undefined) throw new Error('the target names no user');
  return found;
}
