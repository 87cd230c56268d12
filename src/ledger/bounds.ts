/** What a whole-numbered value may be: exact when both ends agree. `max` undefined = no upper end. */
export interface Bounds {
  readonly min: bigint;
  readonly max: bigint | undefined;
}

export const ZERO: Bounds = { min: 0n, max: 0n };

export const exactly = (value: bigint): Bounds => ({ min: value, max: value });

/** For an event that may or may not have happened. */
export const upTo = (value: bigint): Bounds => ({ min: 0n, max: value });

export const plus = (a: Bounds, b: Bounds): Bounds => ({
  min: a.min + b.min,
  max: a.max === undefined || b.max === undefined ? undefined : a.max + b.max,
});

export const contains = (bounds: Bounds, value: bigint): boolean =>
  value >= bounds.min && (bounds.max === undefined || value <= bounds.max);

export const describe = ({ min, max }: Bounds): string => {
  if (max === undefined) return `at least ${min}`;
  return min === max ? `${min}` : `${min} to ${max}`;
};
