import type { Contract, Instrument } from '../../contract/contract.ts';
import type { Finding } from '../finding.ts';

/** The instrument that a finding is about: by its check, its series, or the first one that its sentence names. */
export function subjectOf(finding: Finding, { instruments }: Contract): Instrument | undefined {
  const { check, series, message } = finding;
  const byName = (name: string) => instruments.find((instrument) => instrument.name === name);
  const named = instruments
    .map((instrument) => ({ instrument, at: placeOf(instrument.name, message) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at)[0]?.instrument;
  return byName(check.split('/')[0] ?? '') ?? byName(series?.split('{')[0] ?? '') ?? named;
}

/** As a whole name, not as the beginning of a longer one. */
function placeOf(name: string, text: string): number {
  const at = text.indexOf(name);
  return at >= 0 && /^[A-Za-z0-9_]|^\.[a-z]/.test(text.slice(at + name.length)) ? -1 : at;
}
