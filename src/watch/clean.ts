import type { Redact } from '../report/redact.ts';
import { inOneLine } from '../report/visible.ts';
import { MAX_TEXT } from './limits.ts';

/** Nothing secret, nothing that is obeyed instead of shown, nothing endless. Cut last: half a secret is one, too. */
export const cleaner =
  (redact: Redact): Redact =>
  (text) => {
    const shown = inOneLine(redact(text));
    return shown.length <= MAX_TEXT ? shown : `${shown.slice(0, MAX_TEXT).toWellFormed()} ...`;
  };
