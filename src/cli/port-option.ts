import { InvalidArgumentError } from 'commander';

const HIGHEST = 65_535;

/** @throws InvalidArgumentError */
export function portOf(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > HIGHEST)
    throw new InvalidArgumentError(`a port is a number from 0 (a free one) to ${HIGHEST}.`);
  return Number(text);
}
