/** A series that a query reads. */
export interface Selector {
  /** A regular expression where the query gives one. */
  readonly name: string;
  /** As Prometheus' API /api/v1/series takes it in `match[]`. */
  readonly text: string;
  /**
   * The same series and labels with whatever values: what an alert waits for may not have happened yet, but the labels
   * by which it would be known must be there.
   */
  readonly anyValue: string;
}

const SELECTOR = /([A-Za-z_:][\w:]*)?\{((?:[^}"]|"(?:[^"\\]|\\.)*")*)\}/g;
const MATCHER = /(\w+)(?:=~|!~|!=|=)("(?:[^"\\]|\\.)*")/g;

/** Every selector of a query, each once. All queries of this project write braces, and use them for nothing else. */
export const selectorsOf = ({ expr }: { readonly expr: string }): readonly Selector[] => [
  ...new Map(
    [...expr.matchAll(SELECTOR)].map(([text, name, matchers = '']) => [
      text,
      { name: name ?? namePattern(matchers), text, anyValue: text.replaceAll(MATCHER, anyValue) },
    ]),
  ).values(),
];

const anyValue = (matcher: string, label: string): string =>
  label === '__name__' ? matcher : `${label}!=""`;

const namePattern = (matchers: string): string => /__name__=~"([^"]*)"/.exec(matchers)?.[1] ?? '';
