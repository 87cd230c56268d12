import { z } from 'zod';
import { lineOf } from '../toml/line-of.ts';
import { readToml } from '../toml/read.ts';
import { textOf } from '../toml/text-of.ts';
import type { Baseline, Entry, List } from './baseline.ts';
import { parseVersions } from './versions.ts';

/** What `baseline write` puts where only a person knows what to say. */
export const UNFINISHED = 'TODO';

const isFinished = (text: string): boolean => !text.trim().toUpperCase().startsWith(UNFINISHED);
const wordsMissing = (option: string) => ({
  error: `is still ${UNFINISHED}: say it in your own words, here or with "baseline write ... ${option}"`,
});

const words = z.string().trim().min(1, { error: 'must not be empty' });
const day = z.union([z.string(), z.date()]).transform((value, context) => {
  const text = typeof value === 'string' ? value : value.toISOString().slice(0, 10);
  if (z.iso.date().safeParse(text).success) return text;
  context.addIssue({ code: 'custom', message: 'must be a day: 2027-01-31' });
  return z.NEVER;
});
const versions = z.string().transform((text, context) => {
  const bounds = parseVersions(text);
  if (bounds !== undefined) return { text, bounds };
  context.addIssue({ code: 'custom', message: 'must be bounds with blanks between: ">=5.17 <5.26"' });
  return z.NEVER;
});

const entryOf = (finished: boolean) =>
  z.strictObject({
    check: z
      .string()
      .regex(/^[a-z0-9_.-]+\/[a-z-]+$/, { error: 'must be the id of one check, not a pattern' }),
    reason: finished ? words.refine(isFinished, wordsMissing('--reason <text>')) : words,
    link: finished
      ? words
          .refine(isFinished, wordsMissing('--link <url>'))
          .pipe(z.url({ protocol: /^https?$/, error: 'must be a URL' }))
      : words,
    owner: words.optional(),
    expires: day.optional(),
    versions: versions.optional(),
  });

const schemaOf = (finished: boolean) =>
  z.strictObject({
    'known-failing': z
      .array(entryOf(finished).extend({ state: z.enum(['failed', 'not-testable']).default('failed') }))
      .default([]),
    'known-flaky': z.array(entryOf(finished)).default([]),
  });

/** @throws FileError that names every place that is not in order, with its line */
export function loadBaseline(file: string): Baseline {
  return parseBaseline(textOf(file, `the baseline ${file}`, '"baseline write" makes one'), file);
}

/**
 * The same from text; `file` is named in errors.
 * @param finished refuse entries for which nobody has given a reason yet
 */
export function parseBaseline(text: string, file: string, finished = true): Baseline {
  const { 'known-failing': failing, 'known-flaky': flaky } = readToml(text, file, schemaOf(finished));
  const place = (list: List, index: number) => `${file}:${lineOf(text, [list, `${index}`]) ?? 1}`;
  const entries: readonly Entry[] = [
    ...failing.map(({ state, ...entry }, index) => ({
      ...optional(entry),
      list: 'known-failing' as const,
      known: state === 'failed' ? ('failing' as const) : state,
      place: place('known-failing', index),
    })),
    ...flaky.map((entry, index) => ({
      ...optional(entry),
      list: 'known-flaky' as const,
      known: 'flaky' as const,
      place: place('known-flaky', index),
    })),
  ];
  return { file, entries: entries.toSorted((a, b) => lineIn(a) - lineIn(b)) };
}

const lineIn = ({ place }: Entry): number => Number(place.slice(place.lastIndexOf(':') + 1));

const optional = ({
  check,
  reason,
  link,
  owner,
  expires,
  versions,
}: z.infer<ReturnType<typeof entryOf>>) => ({
  ...{ check, reason, link, owner, expires, versions },
});
