import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Post {
  readonly port: number;
  readonly path: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Requests per second of so many clients, each on a connection of its own, one request at a time. */
export async function requestsPerSecond(what: Post, clients: number, durationMs: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const startedAtMs = performance.now();
  let answered = 0;
  const client = async () => {
    while (performance.now() - startedAtMs < durationMs) {
      await post(what, agent);
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  agent.destroy();
  return (answered * 1000) / (performance.now() - startedAtMs);
}

/** @throws Error for any status but 200 */
export async function post({ port, path, body, headers: more }: Post, agent?: Agent): Promise<string> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...more };
  const sent = request({ host: '127.0.0.1', port, path, method: 'POST', headers, agent });
  sent.end(body);
  const [response] = await once(sent, 'response');
  const answer = await text(response);
  if (response.statusCode !== 200) throw new Error(`status ${response.statusCode}: ${answer}`);
  return answer;
}
