import type { Http2Session } from 'node:http2';

/** Bytes that may be under way on one connection, and of one call; HTTP/2 begins with 65,535 for both. */
const CONNECTION_WINDOW_BYTES = 8 * 1024 * 1024;
const CALL_WINDOW_BYTES = 1024 * 1024;

const widened = new WeakSet<Http2Session>();

/**
 * Lets a sender send while the export before is still being read; with the windows that HTTP/2 begins with it waits
 * once for every 64 KiB. grpc-js has the option for its clients only (grpc-node.flow_control_window), so it is done
 * on the session, once.
 */
export function widenWindows(session: Http2Session | undefined): void {
  if (session === undefined || widened.has(session) || session.destroyed || session.closed) return;
  widened.add(session);
  session.setLocalWindowSize(CONNECTION_WINDOW_BYTES);
  session.settings({ initialWindowSize: CALL_WINDOW_BYTES });
}
