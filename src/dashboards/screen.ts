/** Units of Grafana in which stat panels show numbers. */
export const STAT_UNITS = ['none', 'percentunit', 'dthms', 'dateTimeAsIso'] as const;
export type StatUnit = (typeof STAT_UNITS)[number];

/**
 * The text that Grafana (7.5 to 13) shows for a number, in a browser in UTC.
 * @param number seconds for dthms, milliseconds since 1970 for dateTimeAsIso, a share of 1 for percentunit
 */
export function screenText(number: number, unit: StatUnit): string {
  switch (unit) {
    case 'none':
      return number.toFixed(0);
    case 'percentunit':
      return `${(number * 100).toFixed(PERCENT_DECIMALS)}%`;
    case 'dthms':
      return [number / 3600, (number % 3600) / 60, (number % 3600) % 60].map(twoDigits).join(':');
    case 'dateTimeAsIso':
      return new Date(number).toISOString().slice(0, 19).replace('T', ' ');
  }
}

/** Decimals of a share in a stat panel. */
export const PERCENT_DECIMALS = 1;

const twoDigits = (part: number): string => `${Math.floor(part)}`.padStart(2, '0');
