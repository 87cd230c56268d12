/** The attribute set as people read it: `operation="Get", user="alice"`. The same text for the same set, whatever its order. */
export const describeLabels = (labels: Iterable<readonly [string, string]>): string => {
  const all = [...labels];
  if (all.length > 1) all.sort(([a], [b]) => (a < b ? -1 : 1));
  let text = '';
  for (const [key, value] of all) text += `${text === '' ? '' : ', '}${key}=${JSON.stringify(value)}`;
  return text;
};
