/** The load cannot be built for this target; says why. */
export class RehearsalError extends Error {
  override readonly name = 'RehearsalError';
}

/** k6 is not there, or did not run to its end. */
export class K6Error extends Error {
  override readonly name = 'K6Error';
}
