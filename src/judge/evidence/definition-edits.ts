import { distance, oddCharacters, plainLetters, skeleton } from '../names.ts';
import type { Shape } from './shape.ts';

/** The smallest change that makes the one name out of the other. */
export function nameEdit(received: string, promised: string): string {
  const to = `rename ${JSON.stringify(received)} to ${JSON.stringify(promised)}`;
  if (oddCharacters(received) !== '' && plainLetters(received) === promised)
    return `${to}: ${oddCharacters(received)} only looks like a Latin letter`;
  if (received.toLowerCase() === promised.toLowerCase()) return `${to}: only upper and lower case differ`;
  if (letters(received) === letters(promised)) return `${to}: only the separators differ`;
  if (received.startsWith(promised))
    return `${to}: the ending ${JSON.stringify(received.slice(promised.length))} is too much`;
  if (promised.startsWith(received))
    return `${to}: the ending ${JSON.stringify(promised.slice(received.length))} is missing`;
  if (skeleton(received) === skeleton(promised)) return `${to}: only the ending differs`;
  const apart = distance(received, promised);
  return apart <= 3 ? `${to}: ${apart} ${apart === 1 ? 'letter differs' : 'letters differ'}` : to;
}

const letters = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

const KINDS: Readonly<Record<string, string>> = {
  counter: 'a counter (Sum, monotonic)',
  'up-down-counter': 'an up-down counter (Sum, not monotonic)',
  histogram: 'a histogram',
  gauge: 'a gauge',
  summary: 'a summary',
  none: 'a metric without data',
};

export const kindEdit = (received: Shape, promised: Shape): string =>
  `make ${promised.name} ${KINDS[promised.kind]} instead of ${KINDS[received.kind]}`;

/** How many of it make a second. */
export const PER_SECOND: Readonly<Record<string, number>> = { s: 1, ms: 1000, us: 1e6, ns: 1e9 };

/** @param factor what the values must be divided by to be right; undefined = not known */
export function unitEdit(received: Shape, promised: Shape, factor: number | undefined): string {
  const declare = `declare the unit ${JSON.stringify(promised.unit)}`;
  if (received.unit === '') return declare;
  const instead = `${declare} instead of ${JSON.stringify(received.unit)}`;
  if (PER_SECOND[received.unit] === undefined || PER_SECOND[promised.unit] === undefined) return instead;
  if (factor === 1) return `${instead}: the values are seconds already`;
  return factor === undefined
    ? `${instead}, and divide the values by ${PER_SECOND[received.unit]} if they are no seconds yet`
    : `${instead}, and divide the values by ${factor}`;
}

export function keysEdit(received: Shape, promised: Shape): string | undefined {
  const missing = promised.keys.filter((key) => !received.keys.includes(key));
  const surplus = received.keys.filter((key) => !promised.keys.includes(key));
  const renames = missing.flatMap((key) => {
    const from = nearestKey(key, surplus);
    if (from === undefined) return [];
    surplus.splice(surplus.indexOf(from), 1);
    return [{ from, key }];
  });
  const renamed = renames.map(({ key }) => key);
  const parts = [
    ...renames.map(({ from, key }) => `rename the attribute ${from} to ${key}`),
    ...missing.filter((key) => !renamed.includes(key)).map((key) => `add the attribute ${key}`),
    ...surplus.map((key) => `drop the attribute ${key}`),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** One that contains the other's letters, else the one that differs least; one left over is the one meant. */
function nearestKey(key: string, surplus: readonly string[]): string | undefined {
  const near = surplus
    .map((from) => ({ from, apart: isPart(from, key) ? 0 : distance(from, key) }))
    .toSorted((a, b) => a.apart - b.apart)[0];
  return near !== undefined && near.apart <= Math.max(2, key.length / 2) ? near.from : undefined;
}

const isPart = (a: string, b: string): boolean =>
  letters(a).includes(letters(b)) || letters(b).includes(letters(a));
