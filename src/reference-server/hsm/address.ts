import type { HsmAddress } from './hsm.ts';

/** The slot as PKCS#11 tools print it; the label is the rest, so that it may itself contain "::". */
const FORM = /^hsm::(0|[1-9]\d*)::(.+)$/su;

/** Takes `hsm::<slot>::<label>` apart; undefined for every other identifier. */
export function parseHsmId(id: string): HsmAddress | undefined {
  const [, slot, label] = FORM.exec(id) ?? [];
  if (label === undefined || !Number.isSafeInteger(Number(slot))) return undefined;
  return { slot: Number(slot), label };
}

/** The inverse of `parseHsmId`. */
export function formatHsmId({ slot, label }: HsmAddress): string {
  return `hsm::${slot}::${label}`;
}
