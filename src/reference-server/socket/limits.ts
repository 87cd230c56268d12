/** How long a connection may take for what, and how much it may send at once. */
export interface SocketLimits {
  /** From the connection, or the last answer, to the head of the next message. Clients keep connections for later. */
  readonly idleMs: number;
  /** From the head of a message to its end. */
  readonly messageMs: number;
  /** For the client to take an answer. */
  readonly answerMs: number;
  /** After the last answer, for the client to close its side too. */
  readonly farewellMs: number;
  readonly messageBytes: number;
}

export const SOCKET_LIMITS: SocketLimits = {
  idleMs: 300_000,
  messageMs: 60_000,
  answerMs: 60_000,
  farewellMs: 2_000,
  messageBytes: 64 * 1024 * 1024,
};
