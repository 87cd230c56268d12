import { CAPABILITY_NAMES } from '../../contract/capabilities.ts';
import { FileError } from '../../toml/read.ts';
import { textOf } from '../../toml/text-of.ts';
import { ON_LOOPBACK } from '../collector.ts';
import { keepSecret } from '../secrets.ts';
import type { Target } from '../target.ts';
import type { Claims } from './capabilities.ts';
import type { GivenUser, IdentityPlan } from './identity-plan.ts';
import type { TargetFile } from './target-file.ts';

/** What a target file says of a target, whatever kind it is. */
export type Traits = Omit<Target, 'start'>;

/** @throws FileError where a secret cannot be read */
export function traitsOf(file: TargetFile, env: NodeJS.ProcessEnv = process.env): Traits {
  const { push, start, cache } = file;
  return {
    name: file.name,
    version: file.version,
    claims: claimsOf(file),
    identities: identityPlanOf(file, env),
    authority: file.connection.ca_file === undefined ? undefined : textOf(file.connection.ca_file),
    settleMs: push.settle_ms,
    stopGraceMs: start.stop_seconds * 1000,
    testIntervalMs: push.test_interval_ms,
    hsmModel: file.hsm.model,
    cache: file.capabilities.cache
      ? { idleSeconds: cache.idle_seconds, maxEntries: cache.entries }
      : undefined,
    ready: { path: start.ready_path, timeoutMs: start.ready_seconds * 1000 },
    configured: {},
    limits: undefined,
    receiver: ON_LOOPBACK,
    strict: file.strict,
  };
}

function claimsOf({ capabilities, identities, exclusive }: TargetFile): Claims {
  const { operations } = capabilities;
  return {
    capabilities: new Set(CAPABILITY_NAMES.filter((name) => capabilities[name])),
    operations: operations === 'all' ? undefined : new Set(operations),
    userCount: identities.by === 'given' ? Object.keys(identities.user).length : undefined,
    exclusive,
  };
}

function identityPlanOf({ identities }: TargetFile, env: NodeJS.ProcessEnv): IdentityPlan {
  const { by } = identities;
  if (by === 'tokens' || by === 'certificates') return { by };
  if (by === 'default') return { by, user: identities.default_user };
  const users = Object.entries(identities.user).map(([word, given]): readonly [string, GivenUser] => {
    const { token_file, token_environment, certificate_file, key_file } = given;
    const token =
      token_file === undefined ? fromEnvironment(token_environment, env, word) : textOf(token_file).trim();
    const certificate =
      certificate_file === undefined || key_file === undefined
        ? undefined
        : { cert: textOf(certificate_file), key: textOf(key_file) };
    for (const secret of [token, certificate?.key]) if (secret !== undefined) keepSecret(secret);
    return [word, { name: given.name ?? word, token, certificate }];
  });
  if (users.length === 0)
    throw new FileError(
      'identities.by is "given", but there is no table [identities.user.alice]: say who may ask',
    );
  return { by, users: new Map(users) };
}

function fromEnvironment(name: string | undefined, env: NodeJS.ProcessEnv, user: string): string | undefined {
  if (name === undefined) return undefined;
  const value = env[name];
  if (value === undefined || value === '')
    throw new FileError(
      `the token of ${user} should be in the environment variable ${name}, which is not set`,
    );
  return value;
}
