import { randomUUID } from 'node:crypto';
import { KmipClient } from '../../driver/kmip-client.ts';
import { collectionsOf } from '../../judge/collections.ts';
import { inPool } from '../pool.ts';
import { activityOf } from './activities.ts';
import { FindingsError, NotTestableError } from './expect.ts';
import type { Scene } from './scene.ts';

/** Requests in flight at once: enough to keep a server busy, few enough for its limit of connections. */
const AT_ONCE = 32;

/** Of the OpenTelemetry SDK, on the point that counts what went beyond the limit of series. */
const OVERFLOW = 'otel.metric.overflow';

/** How many of the series that are too many a finding names. */
const SHOWN = 3;

/** Users by their tokens, in the crowds of each scenario. They are no secrets of anybody's: they end with the instance. */
const crowds = new WeakMap<Scene, ReadonlyMap<string, string>>();

/** Starts a KMS that knows so many users, with names so long, besides those whom the features name. */
export async function startWithCrowd(scene: Scene, count: number, characters: number): Promise<void> {
  const name = (index: number) =>
    `user-${String(index).padStart(5, '0')}`.padEnd(characters, '-of-the-crowd');
  const crowd = new Map(Array.from({ length: count }, (_, index) => [randomUUID(), name(index)]));
  crowds.set(scene, crowd);
  // Pushes of so many series are big: at the documented interval there are few of them.
  await scene.startOwnInstance({ asDocumented: true, furtherTokens: crowd });
}

/** Each of them asks for one operation. */
export async function performAsCrowd(scene: Scene, sentence: string): Promise<void> {
  const { instance } = scene;
  const { call, failsWith } = activityOf(sentence);
  await inPool([...crowdOf(scene)], AT_ONCE, async ([token, user]) => {
    const identity = { user, headers: { authorization: `Bearer ${token}` } };
    const client = new KmipClient(instance.outlet(), identity, instance, scene.scenario);
    const reply = await client.bare(call(scene.memory));
    if (reply.ok !== (failsWith === undefined)) throw new Error(`"${sentence}" went otherwise for ${user}`);
  });
}

/** Every user has a series of its own in the last collection, and nothing went into an overflow series. */
export function expectCrowdApart(scene: Scene): void {
  const samples = collectionsOf(scene.instance.exports).at(-1)?.samples ?? [];
  const telling = scene.run.contract.instruments.find(({ attributes }) =>
    attributes.some(({ distinguishes }) => distinguishes),
  );
  const key = telling?.attributes.find(({ distinguishes }) => distinguishes)?.key ?? '';
  const own = samples.filter(({ instrument }) => instrument === telling?.name);
  const users = new Set(own.flatMap(({ attributes }) => attributes.get(key) ?? []));
  const { size } = crowdOf(scene);
  const overflown = samples.filter(({ attributes }) => attributes.has(OVERFLOW));
  if (overflown.length > 0) {
    const names = [...new Set(overflown.map(({ instrument }) => instrument))].slice(0, SHOWN);
    throw new Error(`${names.join(', ')} went into the overflow series, with ${size} users`);
  }
  if (users.size < size)
    throw new Error(
      `${telling?.name} tells ${users.size} users apart, though ${size} have asked for something`,
    );
}

/** What was collected needed several requests, and each was as small as every server takes them. */
export function expectParts({ rulings }: Scene): void {
  const own = rulings.filter(({ check }) => check === 'push/size');
  const [found] = own.flatMap((ruling) => (ruling.kind === 'finding' ? [ruling.message] : []));
  if (found !== undefined) throw new FindingsError(found);
  if (own.length === 0) throw new NotTestableError('all that is collected at a time is below 4 MiB');
}

function crowdOf(scene: Scene): ReadonlyMap<string, string> {
  const crowd = crowds.get(scene);
  if (crowd === undefined) throw new Error('this scenario has no crowd');
  return crowd;
}
