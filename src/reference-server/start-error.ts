/** The server cannot start, for a reason outside of it. The message is one sentence with the remedy. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
