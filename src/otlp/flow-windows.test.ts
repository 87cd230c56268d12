import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:http2';
import { describe, it } from 'node:test';
import { encodeMetrics } from './encode.ts';
import { EXPORT_PATHS } from './grpc-intake.ts';
import { startReceiver } from './receiver.ts';
import { counterRequest } from './testing/sample.ts';

const HTTP2_INITIAL_WINDOW = 65_535;

function framed(message: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

describe('the windows of a connection', () => {
  it('are wide after its first export, and are widened once', async () => {
    await using receiver = await startReceiver();
    const client = connect(receiver.endpoint);
    try {
      const settings: number[] = [];
      client.on('remoteSettings', ({ initialWindowSize }) => settings.push(initialWindowSize ?? 0));
      const send = async (): Promise<void> => {
        const stream = client.request({
          ':method': 'POST',
          ':path': EXPORT_PATHS.metrics,
          'content-type': 'application/grpc',
          te: 'trailers',
        });
        stream.end(framed(encodeMetrics(counterRequest('c', 1n))));
        stream.resume();
        await once(stream, 'close');
      };
      for (let number = 0; number < 3; number++) await send();
      assert.equal(receiver.exports.length, 3);
      assert.deepEqual(settings, [HTTP2_INITIAL_WINDOW, 1024 * 1024]);
      assert.ok((client.state.remoteWindowSize ?? 0) > 4 * 1024 * 1024, `${client.state.remoteWindowSize}`);
    } finally {
      client.destroy();
    }
  });
});
