/** The attribute set as people read it: `operation="Get", user="alice"`. The same text for the same set, whatever its order. */
export const describeLabels = (labels: Iterable<readonly [string, string]>): string => {
  const all = [...labels];
  if (all.length > 1) all.sort(([a], [b]) => (a < b ? -1 : 1));
  let text = '';
  for (const [key, value] of all) text += `${text === '' ? '' : ', '}${key}=${JSON.stringify(value)}`;
  return text;
};

/** The same, quickly where the keys stand in order already. */
export function textOf(labels: Readonly<Record<string, string>>): string {
  let text = '';
  let before = '';
  for (const key of Object.keys(labels)) {
    if (key < before) return describeLabels(Object.entries(labels));
    text += `${text === '' ? '' : ', '}${key}=${JSON.stringify(labels[key])}`;
    before = key;
  }
  return text;
}
