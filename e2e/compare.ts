/** What one panel shows. */
export interface Shown {
  readonly title: string;
  readonly type: string;
  /** Of a stat panel what stands below its title. */
  readonly text: string;
  /** What is wrong with it at first sight: an error, no data, not there. */
  readonly trouble: string | undefined;
  /** The name by which a screen reader calls it; undefined: it has none. */
  readonly accessibleName: string | undefined;
}

export interface Outcome {
  readonly name: string;
  /** undefined: it passed. */
  readonly failure: string | undefined;
}

/** One outcome for each panel, and one for each number that is expected of a panel that is not there. */
export function outcomesOf(
  dashboard: string,
  shown: readonly Shown[],
  expected: Readonly<Record<string, string>>,
): readonly Outcome[] {
  const missing = Object.keys(expected).filter((title) => !shown.some((panel) => panel.title === title));
  return [
    ...shown.map((panel) => ({
      name: `${dashboard}: ${panel.title}${panel.type === 'stat' ? ` shows ${panel.text || 'nothing'}` : ''}`,
      failure: failureOf(panel, expected[panel.title]),
    })),
    ...missing.map((title) => ({
      name: `${dashboard}: ${title}`,
      failure: `${expected[title]} is expected of a panel that the dashboard has not`,
    })),
  ];
}

function failureOf({ type, text, trouble, accessibleName, title }: Shown, expected: string | undefined) {
  if (trouble !== undefined) return trouble;
  if (!(accessibleName ?? '').includes(title))
    return `a screen reader calls it ${JSON.stringify(accessibleName ?? '')}`;
  if (type !== 'stat') return undefined;
  if (expected === undefined) return `it shows ${text}, and nobody has said what it must show`;
  return squeezed(text) === squeezed(expected) ? undefined : `it must show ${expected}, and shows ${text}`;
}

/** A unit may stand behind a number with or without a space, depending on the version. */
const squeezed = (text: string): string => text.replaceAll(/\s/g, '');

/** The same expectation with the last digit of every number one higher: none of it is true any more. */
export const planted = (expected: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(expected).map(([title, text]) => [
      title,
      text.replace(/\d(?=\D*$)/, (digit) => `${(Number(digit) + 1) % 10}`),
    ]),
  );
