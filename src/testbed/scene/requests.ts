import { grantRequest } from '../../driver/access.ts';
import { signedBy } from '../../driver/identity.ts';
import { KmipClient } from '../../driver/kmip-client.ts';
import { NO_FACTS } from '../../driver/outlet.ts';
import type { HttpAnswer, HttpRequest } from '../../driver/transmit.ts';
import { JSON_ROUTE } from '../../driver/ways.ts';
import { structure } from '../../kmip/ttlv.ts';
import { stranger } from '../identities.ts';
import { activityOf } from './activities.ts';
import type { Scene } from './scene.ts';

/** Operations whose root tag KMIP does not define, made up anew each time. */
export async function sendUnknownOperations(scene: Scene, user: string, times: number): Promise<void> {
  for (let done = 0; done < times; done += 1) {
    const operation = `Frobnicate${scene.memory.unique().replaceAll('-', '')}`;
    const reply = await (await scene.client(user)).bare({ operation, payload: structure(operation) }, [
      operation,
    ]);
    if (reply.ok) throw new Error(`the unknown operation ${operation} succeeded`);
  }
}

/** Bodies that break off in the middle. */
export async function sendUndecodable(scene: Scene, user: string, times: number): Promise<void> {
  const identity = await scene.instance.identityOf(user);
  const http = {
    method: 'POST',
    path: JSON_ROUTE,
    route: JSON_ROUTE,
    ...signedBy(identity),
    body: '{"tag": "RequestMessage", ',
  };
  for (let done = 0; done < times; done += 1) await send(scene, http, () => true);
}

/** With a token that nobody has. */
export async function sendAsStranger(scene: Scene, times: number): Promise<void> {
  const { instance } = scene;
  const who = { ...stranger(), agent: instance.anonymous };
  const client = new KmipClient(instance.outlet(), who, instance, scene.scenario);
  for (let done = 0; done < times; done += 1) {
    const reply = await client.bare(activityOf('asks for the versions').call(scene.memory));
    if (reply.ok) throw new Error('a stranger was let in');
  }
}

/** Where everybody is the same user, nobody is a stranger, and there is no token to be kept. */
export async function sendAsStrangerIfAsked(scene: Scene, times: number): Promise<void> {
  if (scene.instance.target.identities.by !== 'default') await sendAsStranger(scene, times);
}

export async function sendPlain(scene: Scene, times: number, method: string, path: string): Promise<void> {
  const http = { method, path, route: path };
  for (let done = 0; done < times; done += 1) await send(scene, http, (status) => status < 400);
}

/** Paths that no server has, made up anew each time. */
export async function sendMadeUpPaths(scene: Scene, user: string, times: number): Promise<void> {
  const identity = await scene.instance.identityOf(user);
  for (let done = 0; done < times; done += 1) {
    const word = scene.memory.unique();
    const http = { method: 'GET', path: `/${word}`, route: 'other', ...signedBy(identity) };
    await send(scene, http, (status) => status === 404, [word]);
  }
}

/** Grants, or takes away, operations on "that key". */
export async function changeAccess(
  scene: Scene,
  change: {
    readonly route: string;
    readonly user: string;
    readonly grantee: string;
    readonly operations: string;
  },
  isRight: (status: number) => boolean,
): Promise<void> {
  const { route, user, grantee, operations } = change;
  const id = scene.memory.key ?? '';
  const { http, read } = grantRequest(
    route,
    grantee,
    operations.split(', '),
    id,
    await scene.instance.identityOf(user),
  );
  expectStatus(await scene.instance.outlet().exchange(scene.scenario, http, read), http, isRight);
}

async function send(
  scene: Scene,
  http: HttpRequest,
  isRight: (status: number) => boolean,
  canaries: readonly string[] = [],
): Promise<void> {
  const answer = await scene.instance
    .outlet()
    .exchange(scene.scenario, http, () => ({ ...NO_FACTS, canaries }));
  expectStatus(answer, http, isRight);
}

function expectStatus(
  { status, body }: HttpAnswer,
  { method, path }: HttpRequest,
  isRight: (status: number) => boolean,
): void {
  if (!isRight(status))
    throw new Error(`${method} ${path} was answered with ${status}: ${body.slice(0, 200)}`);
}
