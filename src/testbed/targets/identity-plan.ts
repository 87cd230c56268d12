/** How the users whom the features name prove to a target who they are. */
export type IdentityPlan =
  /** Tokens made by the suite, told to the target in a file. */
  | { readonly by: 'tokens' }
  /** Certificates made by the suite, of an authority that the target is told to trust. */
  | { readonly by: 'certificates' }
  /** Everybody is this one. */
  | { readonly by: 'default'; readonly user: string }
  /** Users of a KMS that is there already: feature's name -> how it proves itself. */
  | { readonly by: 'given'; readonly users: ReadonlyMap<string, GivenUser> };

export interface GivenUser {
  /** As the telemetry has it. */
  readonly name: string;
  readonly token: string | undefined;
  /** PEM. */
  readonly certificate: { readonly cert: string; readonly key: string } | undefined;
}
