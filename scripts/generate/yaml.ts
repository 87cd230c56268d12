export type Yaml = string | number | boolean | readonly Yaml[] | { readonly [key: string]: Yaml | undefined };

/** Writes YAML in block style; keys without a value are left out. Text is quoted as in JSON, which YAML reads as well. */
export const toYaml = (value: Yaml): string => `${lines(value).join('\n')}\n`;

function lines(value: Yaml): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => under('- ', lines(item)));
  if (typeof value !== 'object') return [scalar(value)];
  return Object.entries(value).flatMap(([key, item]) => {
    if (item === undefined) return [];
    const name = `${scalar(key)}:`;
    if (isEmpty(item)) return [`${name} ${Array.isArray(item) ? '[]' : '{}'}`];
    const inner = lines(item);
    if (typeof item !== 'object') return [`${name} ${inner[0]}`];
    return [name, ...inner.map((line) => `  ${line}`)];
  });
}

const under = (mark: string, [first = '', ...rest]: readonly string[]): readonly string[] => [
  `${mark}${first}`,
  ...rest.map((line) => `${' '.repeat(mark.length)}${line}`),
];

const isEmpty = (value: Yaml): boolean => typeof value === 'object' && Object.keys(value).length === 0;

/** Words that YAML takes for something else than text. */
const NO_TEXT = /^(true|false|null|yes|no|on|off|y|n)$/i;

const scalar = (value: string | number | boolean): string =>
  typeof value === 'string' && (NO_TEXT.test(value) || !/^[A-Za-z][A-Za-z0-9_.-]*$/.test(value))
    ? JSON.stringify(value)
    : String(value);
