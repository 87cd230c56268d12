import { structure } from '../../kmip/ttlv.ts';
import type { Scene } from './scene.ts';

/** Operations that KMIP defines, with nothing in them: whether they fail, the scenario says. */
export async function sendEmpty(scene: Scene, user: string, operations: readonly string[]): Promise<void> {
  const client = await scene.client(user);
  for (const operation of operations) await client.bare({ operation, payload: structure(operation) });
}
