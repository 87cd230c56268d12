/**
 * A failure that KMIP has a word for.
 * `reason` is a name of the ResultReason enumeration (KMIP 2.1 section 11.50), OASIS spelling: "ObjectNotFound".
 */
export class KmipError extends Error {
  readonly reason: string;

  constructor(reason: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'KmipError';
    this.reason = reason;
  }
}
