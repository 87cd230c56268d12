import type { Contract } from '../contract/contract.ts';
import { CHOSEN_OPERATIONS, type Matchers, valuesOf } from './series.ts';

/** A number that a stat panel shows, as a question to Prometheus and as a reckoning from what is known. */
export type Figure =
  | { readonly is: 'sum'; readonly of: string; readonly where?: Matchers; readonly ofChosenOperations?: true }
  /** What replicas on one database tell of it, they all tell. */
  | { readonly is: 'max'; readonly of: string }
  | { readonly is: 'min'; readonly of: string }
  | { readonly is: 'instances' }
  | { readonly is: 'share'; readonly part: Figure; readonly whole: Figure };

/** The last points of all series of an instrument. */
export type Points = readonly { readonly labels: Matchers; readonly value: number }[];

/** What must be on the screens: the last points of all instruments, and how many instances sent them. */
export interface Known {
  readonly instances: number;
  readonly points: (instrument: string) => Points;
}

const UPTIME = 'kms.server.uptime';

/**
 * An instant query. A counter that was never touched may be absent: it is 0 where an instance reports, and missing where
 * none does.
 */
export function queryOf(contract: Contract, figure: Figure): string {
  const uptime = valuesOf(contract, UPTIME);
  switch (figure.is) {
    case 'instances':
      return `count(${uptime})`;
    case 'share':
      return `${queryOf(contract, figure.part)} / (${queryOf(contract, figure.whole)} > 0)`;
    case 'sum':
      return `(sum(${valuesOf(contract, figure.of, matchersOf(figure))}) or 0 * sum(${uptime}))`;
    default:
      return `${figure.is}(${valuesOf(contract, figure.of)})`;
  }
}

const matchersOf = ({ where = {}, ofChosenOperations }: Figure & { is: 'sum' }): Matchers =>
  ofChosenOperations ? { ...where, ...CHOSEN_OPERATIONS } : where;

/** The same number without Prometheus, with all operations chosen; NaN where nothing is known. */
export function numberOf(figure: Figure, known: Known): number {
  switch (figure.is) {
    case 'instances':
      return known.instances;
    case 'share':
      return numberOf(figure.part, known) / numberOf(figure.whole, known);
    case 'sum':
      return known
        .points(figure.of)
        .filter(({ labels }) =>
          Object.entries(figure.where ?? {}).every(([key, pattern]) => fits(labels[key], pattern)),
        )
        .reduce((sum, { value }) => sum + value, 0);
    default: {
      const values = known.points(figure.of).map(({ value }) => value);
      return values.length === 0 ? Number.NaN : Math[figure.is](...values);
    }
  }
}

const fits = (value = '', pattern: string): boolean => new RegExp(`^(?:${pattern})$`).test(value);

/** The instruments that a figure is made of. */
export const instrumentsOf = (figure: Figure): readonly string[] => {
  if (figure.is === 'instances') return [UPTIME];
  return figure.is === 'share' ? [figure.part, figure.whole].flatMap(instrumentsOf) : [figure.of];
};
