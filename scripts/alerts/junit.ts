/** What became of one test. */
export interface Outcome {
  readonly name: string;
  /** What promtool said against it; undefined: it passed. */
  readonly failure: string | undefined;
}

const TEST_CASE = /<testcase name="([^"]*)"[^>]*?(?:\/>|>((?:<failure>[^<]*<\/failure>)*)<\/testcase>)/g;

/** Reads what `promtool test rules --junit` writes. @throws Error where it holds no test: then nothing was tested */
export function outcomesIn(junit: string): readonly Outcome[] {
  const outcomes = [...junit.matchAll(TEST_CASE)].map(([, name = '', inside = '']) => ({
    name: unescaped(name),
    failure: failureIn(inside),
  }));
  const [, told] = /<testsuite [^>]*tests="(\d+)"/.exec(junit) ?? [];
  if (outcomes.length === 0 || `${outcomes.length}` !== told)
    throw new Error(`promtool tells of ${told ?? 'no'} tests, of which ${outcomes.length} can be read`);
  return outcomes;
}

/** A test may fail at several moments. */
function failureIn(inside: string): string | undefined {
  const failures = [...inside.matchAll(/<failure>([^<]*)</g)].map(([, text = '']) => unescaped(text));
  return failures.length === 0 ? undefined : failures.join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#34': '"',
  '#39': "'",
  '#xA': '\n',
  '#x9': '\t',
};

const unescaped = (text: string): string =>
  text.replaceAll(/&(#?\w+);/g, (entity, name: string) => ENTITIES[name] ?? entity);
