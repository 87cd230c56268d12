/** A series that a query reads. */
export interface Selector {
  readonly name: string;
  /** As Prometheus' API /api/v1/series takes it in `match[]`. */
  readonly text: string;
}

/** Every selector of a query, each once. Names stand before braces in all queries of this project. */
export const selectorsOf = ({ expr }: { readonly expr: string }): readonly Selector[] => [
  ...new Map(
    [...expr.matchAll(/([A-Za-z_:][A-Za-z0-9_:]*)(\{(?:[^}"]|"(?:[^"\\]|\\.)*")*\})/g)].map(
      ([text, name = '']) => [text, { name, text }] as const,
    ),
  ).values(),
];
