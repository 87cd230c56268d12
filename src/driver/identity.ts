/** Who sends. */
export interface Identity {
  /** undefined: nobody whom the target knows; it must refuse the login, and no operation takes place. */
  readonly user: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}
