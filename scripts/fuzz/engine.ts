import { resolve } from '../../src/reference-server/config/config.ts';
import type { HttpAnswer } from '../../src/reference-server/http/routes.ts';
import type { Logger } from '../../src/reference-server/log/logger.ts';
import { type Services, services } from '../../src/reference-server/services.ts';
import { framesOf } from '../../src/reference-server/socket/frames.ts';
import { SOCKET_LIMITS } from '../../src/reference-server/socket/limits.ts';
import { noRecorder } from '../../src/reference-server/telemetry/no-recorder.ts';
import { noTracing } from '../../src/reference-server/telemetry/tracing.ts';
import { importing } from './importing.ts';
import { memoryStore } from './memory-store.ts';
import { KEEPER, STRANGER, seeds } from './seeds.ts';
import { GOOD } from './survives.ts';
import type { Answer, Target, Way } from './target.ts';

const nothing = (): void => undefined;
const BINARY = 'application/octet-stream';
const JSON_TYPE = 'application/json';

/** Time stands still, so that equal requests get equal answers. */
const NOON = { nowMs: () => 1_800_000_000_000, monotonicMs: () => 0 };

const bytesOf = ({ status, contentType, body }: HttpAnswer): Answer => ({
  status,
  contentType,
  body: typeof body === 'string' ? Buffer.from(body) : body,
});

/** The server without its listeners: what they hand a request to, in this process. */
export async function startEngine(): Promise<Target> {
  const defects: string[] = [];
  const note: Logger['error'] = (event, fields) => void defects.push(`${event}: ${fields?.error ?? ''}`);
  const logger: Logger = { debug: nothing, info: nothing, warn: note, error: note };
  const store = memoryStore();
  const { routes, socket } = services({
    config: resolve([]),
    version: '0',
    clock: NOON,
    store,
    hsm: undefined,
    recorder: noRecorder,
    tracing: noTracing,
    logger,
  });
  const post = async (
    path: string,
    user: string,
    contentType: string,
    input: Uint8Array,
  ): Promise<Answer> => {
    const route = routes.find((candidate) => candidate.path === path);
    if (route === undefined) throw new Error(`the server has no route ${path}`);
    const span = noTracing.request('POST', path);
    return bytesOf(await route.answer({ user, body: Buffer.from(input), contentType, uid: '', span }));
  };
  const send: Readonly<Record<Way, (input: Uint8Array) => Promise<readonly Answer[]>>> = {
    binary: async (input) => [await post('/kmip', STRANGER, BINARY, input)],
    json: async (input) => [await post('/kmip', STRANGER, JSON_TYPE, input)],
    bare: async (input) => [await post('/kmip/2_1', STRANGER, JSON_TYPE, input)],
    frames: (input) => converse(socket, input),
  };
  for (const [owner, payload] of seeds()) await post('/kmip', owner, BINARY, importing(payload));
  // The first one writes that the object is fresh no more.
  await post('/kmip', KEEPER, BINARY, GOOD);
  store.keep();
  return {
    send: (way, input) => send[way](input),
    ask: (request) => post('/kmip', KEEPER, BINARY, request),
    defects: () => defects.splice(0),
    reset: store.reset,
    stop: async () => store.close(),
  };
}

/** One connection of the socket, as `connection.ts` serves it. */
async function converse(socket: Services['socket'], input: Uint8Array): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for await (const frame of framesOf(inPieces(input), SOCKET_LIMITS.messageBytes, nothing)) {
    const { bytes, mayGoOn } = await socket.answer(frame, { user: STRANGER, span: noTracing.message() });
    answers.push({ status: 200, contentType: BINARY, body: bytes });
    if (!mayGoOn) break;
  }
  return answers;
}

/** Cut where no message ends, as a network does. */
async function* inPieces(input: Uint8Array): AsyncGenerator<Buffer, void> {
  const cut = Math.floor(input.length / 3);
  if (cut > 0) yield Buffer.from(input.subarray(0, cut));
  yield Buffer.from(input.subarray(cut));
}
