/** Date-time values of KMIP as text, without the exceptions and limits of Date. */

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?:[Zz]|([+-])(\d{2}):?(\d{2}))$/;

/** Years 0000 to 9999, which is what RFC 3339 can spell. */
const FIRST_SECOND = -62_167_219_200n;
const LAST_SECOND = 253_402_300_799n;

/** Unix seconds of an RFC 3339 text with a zone, fractions cut off; undefined when it is no such date. */
export function parseDateTime(text: string): bigint | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  if (year === undefined || month === undefined) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  if ((hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 60) return undefined;
  date.setUTCHours(hour ?? 0, minute, second);
  const offset = (Number(match[8] ?? 0) * 60 + Number(match[9] ?? 0)) * (match[7] === '-' ? -60 : 60);
  return BigInt(Math.floor(date.getTime() / 1000) - offset);
}

/** RFC 3339 in UTC ("2024-01-01T00:00:00Z"); undefined outside the years 0000 to 9999. */
export function formatDateTime(unixSeconds: bigint): string | undefined {
  if (unixSeconds < FIRST_SECOND || unixSeconds > LAST_SECOND) return undefined;
  return new Date(Number(unixSeconds) * 1000).toISOString().replace('.000Z', 'Z');
}
