import { parseHeaders } from './header-list.ts';

/** What a setting may hold. A source hands over text (flag, environment) or a TOML value; a kind takes either. */
export interface Kind<T> {
  /** Stands for the value in --help; absent when the flag alone is enough. */
  readonly placeholder: string | undefined;
  /** Completes the sentence "it must be ...". */
  readonly allowed: string;
  /** The flag may be repeated; one environment variable holds several values separated by commas. */
  readonly list: boolean;
  /** `undefined` when the value is not allowed. */
  parse(value: unknown): T | undefined;
}

type Scalar<T> = Omit<Kind<T>, 'list'>;

const scalar = <T>(kind: Scalar<T>): Kind<T> => ({ ...kind, list: false });

export const text = (placeholder: string): Kind<string> =>
  scalar({
    placeholder,
    allowed: 'a text that is not empty',
    parse: (value) => (typeof value === 'string' && value !== '' ? value : undefined),
  });

export const otlpUrl: Kind<string> = scalar({
  placeholder: 'url',
  allowed: 'a URL that starts with http:// or https://, for example http://localhost:4317',
  parse: (value) => {
    if (typeof value !== 'string' || !/^https?:\/\//i.test(value) || !URL.canParse(value)) return undefined;
    return value;
  },
});

/** Of a push. */
export const headers: Kind<Readonly<Record<string, string>>> = scalar({
  placeholder: 'name=value,...',
  allowed: 'a list name=value,name=value of headers that gRPC can send',
  parse: (value) => (typeof value === 'string' ? parseHeaders(value) : undefined),
});

export const oneOf = <const T extends string>(...values: readonly T[]): Kind<T> =>
  scalar({
    placeholder: values.join('|'),
    allowed: values.length === 1 ? `"${values[0]}"` : `one of ${values.join(', ')}`,
    parse: (value) => values.find((candidate) => candidate === value),
  });

export const onOff: Kind<boolean> = scalar({
  placeholder: undefined,
  allowed: 'true or false',
  parse: (value) => {
    if (value === true || value === 'true' || value === '1') return true;
    if (value === false || value === 'false' || value === '0') return false;
    return undefined;
  },
});

export const wholeNumber = (placeholder: string, least: number, most: number): Kind<number> =>
  scalar({
    placeholder,
    allowed: `a whole number from ${least} to ${most}`,
    parse: (value) => {
      const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
      return typeof number === 'number' && Number.isSafeInteger(number) && number >= least && number <= most
        ? number
        : undefined;
    },
  });

export const positiveNumber = (placeholder: string): Kind<number> =>
  scalar({
    placeholder,
    allowed: 'a number greater than 0, fractions allowed',
    parse: (value) => {
      const number = typeof value === 'string' && /^\d*\.?\d+$/.test(value) ? Number(value) : value;
      return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : undefined;
    },
  });

export const listOf = <T>(kind: Kind<T>): Kind<readonly T[]> => ({
  placeholder: kind.placeholder,
  allowed: `${kind.allowed}, or a list of such`,
  list: true,
  parse: (value) => {
    const items = Array.isArray(value) ? value : [value];
    const parsed = items.map((item) => kind.parse(item)).filter((item) => item !== undefined);
    return parsed.length === items.length ? parsed : undefined;
  },
});
