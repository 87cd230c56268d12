/** How requests reach the server. */
export type Way = 'HTTP JSON' | 'HTTP binary' | 'TLS socket';

export interface Section {
  /** As in the list of vectors. */
  readonly name: string;
  readonly ways: readonly Way[];
  /**
   * Strict compares the words of error messages as well. Where the vectors quote those of another product, only that a
   * request fails is compared, and the reason, where Item Not Found and Object Not Found are one.
   */
  readonly comparison: 'strict' | 'lenient';
  /** A token is in the HSM, with the key in it that wraps all others. */
  readonly hsm?: true;
}

const ALL: readonly Way[] = ['HTTP JSON', 'HTTP binary', 'TLS socket'];

export const SECTIONS: readonly Section[] = [
  { name: 'core', ways: ALL, comparison: 'strict' },
  { name: 'binary', ways: ['HTTP binary', 'TLS socket'], comparison: 'strict' },
  { name: 'negative', ways: ALL, comparison: 'lenient' },
  { name: 'hsm', ways: ALL, comparison: 'lenient', hsm: true },
  { name: 'rekey-state', ways: ALL, comparison: 'lenient' },
  { name: 'cosmian-lenient', ways: ALL, comparison: 'lenient' },
];
