import type { Known } from '../judge/verdict.ts';
import type { Versions } from './versions.ts';

/** The two lists of a baseline file, as it spells them. */
export type List = 'known-failing' | 'known-flaky';

/** One check that is known not to pass, or not always. */
export interface Entry {
  readonly list: List;
  readonly check: string;
  /** What is expected of it: `flaky` from the list of that name, else what its `state` says. */
  readonly known: Exclude<Known, 'nothing'>;
  readonly reason: string;
  readonly link: string;
  readonly owner: string | undefined;
  /** Last day on which it holds, YYYY-MM-DD. */
  readonly expires: string | undefined;
  /** Versions of the target for which it holds; undefined = all. */
  readonly versions: { readonly text: string; readonly bounds: Versions } | undefined;
  /** "baseline.toml:12". */
  readonly place: string;
}

/** What is known not to pass: the entries in the order of the file. */
export interface Baseline {
  readonly file: string;
  readonly entries: readonly Entry[];
}
