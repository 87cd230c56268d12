/** What a request offers to prove who sends it. Room for a certificate's common name or the claims of a JWT. */
export interface Credentials {
  /** The Authorization header as received. */
  readonly authorization: string | undefined;
}

/** The user that the credentials prove; `undefined` when they prove nobody. The one rule of who a request acts as. */
export type Authenticator = (credentials: Credentials) => string | undefined;

/** Nobody has to log in: every request acts as one user. */
export const everybodyIs =
  (user: string): Authenticator =>
  () =>
    user;
