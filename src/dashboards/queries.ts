/** What is read of a dashboard in Grafana's classic JSON. */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly annotations: { readonly list: readonly { readonly name: string; readonly expr?: string }[] };
  readonly templating: { readonly list: readonly Variable[] };
}

export interface Panel {
  readonly title: string;
  readonly type: string;
  readonly targets?: readonly { readonly expr: string; readonly refId: string; readonly instant?: boolean }[];
}

export interface Variable {
  readonly name: string;
  readonly type: string;
  readonly query: string | { readonly query: string };
}

/** What Grafana puts into queries, chosen by whoever asks them. Times as PromQL writes them: "2m". */
export interface Choice {
  /** Regular expressions, as in the dashboards; of instances and operations those of all unless told otherwise. */
  readonly job: string;
  readonly instance?: string;
  readonly operation?: string;
  /** At least four times the push interval. */
  readonly rateInterval: string;
  /** From the first to the last moment on the screen. */
  readonly range: string;
}

/** One query of a dashboard as Prometheus can be asked it. */
export interface Query {
  /** Id of the dashboard. */
  readonly dashboard: string;
  /** "Operations by kind, A" of a panel; the name of an annotation. */
  readonly place: string;
  readonly promql: string;
  /** Of stat panels: one moment is asked for, not a range. */
  readonly isInstant: boolean;
}

/** Every query of the panels and annotations of a dashboard. @throws Error for a variable that is not known */
export const queriesOf = (dashboard: Dashboard, choice: Choice): readonly Query[] => [
  ...dashboard.panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr, refId, instant }) => ({
      dashboard: dashboard.uid,
      place: `${title}, ${refId}`,
      promql: substituted(expr, choice),
      isInstant: instant === true,
    })),
  ),
  ...dashboard.annotations.list.flatMap(({ name, expr }) =>
    expr === undefined
      ? []
      : [{ dashboard: dashboard.uid, place: name, promql: substituted(expr, choice), isInstant: false }],
  ),
];

/** A variable whose values are those of a label. */
export interface LabelQuery {
  readonly dashboard: string;
  readonly variable: string;
  readonly selector: string;
  readonly label: string;
}

/** What the variables of a dashboard ask for, as `label_values(selector, label)`. */
export const labelQueriesOf = (dashboard: Dashboard, choice: Choice): readonly LabelQuery[] =>
  dashboard.templating.list
    .filter(({ type }) => type === 'query')
    .map(({ name, query }) => {
      const text = typeof query === 'string' ? query : query.query;
      const [, selector, label] = /^label_values\((.*), (\w+)\)$/.exec(text) ?? [];
      if (selector === undefined || label === undefined)
        throw new Error(`the variable ${name} of ${dashboard.uid} asks for no label: ${text}`);
      return { dashboard: dashboard.uid, variable: name, selector: substituted(selector, choice), label };
    });

const ALL = '.*';

/** The query with values for its variables. @throws Error for a variable that is not known */
export function substituted(
  expr: string,
  { job, instance = ALL, operation = ALL, rateInterval, range }: Choice,
): string {
  const values: Readonly<Record<string, string>> = {
    job,
    instance,
    operation,
    __rate_interval: rateInterval,
    __range: range,
  };
  return expr.replaceAll(
    /\$(?:(\w+)|\{(\w+)\})/g,
    (_, plain: string | undefined, braced: string | undefined) => {
      const name = plain ?? braced ?? '';
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value === undefined)
        throw new Error(`the query ${expr} has the variable ${name}, for which nothing stands`);
      return value;
    },
  );
}
