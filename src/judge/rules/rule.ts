import type { Ruling } from '../finding.ts';
import type { View } from '../view.ts';

/** One idea of what must hold in a record. Pure. */
export type Rule = (view: View) => readonly Ruling[];
