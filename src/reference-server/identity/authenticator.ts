/** What a request offers to prove who sends it. */
export interface Credentials {
  /** The Authorization header as received; undefined also where there are no headers. */
  readonly authorization: string | undefined;
  /** The certificate that the client presented when it connected; undefined also without TLS. */
  readonly certificate: ClientCertificate | undefined;
}

export interface ClientCertificate {
  /** It is in force, and one of the configured authorities vouches for it. */
  readonly trusted: boolean;
  /** The one common name of its subject; undefined when there is none, or more than one. */
  readonly commonName: string | undefined;
}

/** What one kind of credential proves. */
export type Proof =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'user'; readonly user: string };

/** A kind of credential that this server checks. */
export type Way = (credentials: Credentials) => Proof;

/** The user that the credentials prove; `undefined` when they prove nobody. */
export type Authenticator = (credentials: Credentials) => string | undefined;

export const offersNothing: Proof = { kind: 'nothing' };
export const isWrong: Proof = { kind: 'wrong' };
export const provesUser = (user: string): Proof => ({ kind: 'user', user });

/**
 * The one rule of who a request acts as. Where no kind of credential is checked, everybody is the default user. Else
 * at least one must be offered, each that is offered must be good, and all must prove the same user.
 */
export const identify =
  (ways: readonly Way[], defaultUser: string): Authenticator =>
  (credentials) => {
    if (ways.length === 0) return defaultUser;
    const proofs = ways.map((way) => way(credentials));
    if (proofs.some(({ kind }) => kind === 'wrong')) return undefined;
    const [user, ...others] = new Set(proofs.flatMap((proof) => (proof.kind === 'user' ? [proof.user] : [])));
    return others.length === 0 ? user : undefined;
  };

/** Nobody has to log in: every request acts as one user. */
export const everybodyIs = (user: string): Authenticator => identify([], user);
