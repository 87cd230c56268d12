import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Expectation } from '../src/dashboards/expected.ts';

/** Where to look, and what must be there. */
export interface Settings {
  /** Without a slash at its end. */
  readonly grafanaUrl: string;
  readonly user: string;
  readonly password: string;
  readonly expectation: Expectation;
  /** Where screenshots go. */
  readonly reports: string;
}

export const HELP = `Usage: npm run e2e -- --grafana-url URL --expected FILE [options]

Signs in to a Grafana, opens each dashboard of dashboards/ and compares every number on the screen with the expected one.

  --grafana-url URL     or GRAFANA_URL
  --expected FILE       or GRAFANA_EXPECTED: JSON, see docs/dashboards.md
  --user NAME           or GRAFANA_USER; admin
  --password-file FILE  or the password itself in GRAFANA_PASSWORD; admin
  --reports FOLDER      screenshots; reports/grafana

Exit codes: 0 all as expected, 1 not, 2 usage, 77 not tested: no Grafana is named, or there is no browser.
`;

/** Wrong words on the command line, or in a file that it names. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** No Grafana is named. */
export class NotTested extends Error {
  override readonly name = 'NotTested';
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws UsageError, NotTested */
export function settingsOf(args: readonly string[], env: Environment): Settings | 'help' {
  const values = valuesOf(args);
  if (values.help) return 'help';
  const url = values['grafana-url'] || env.GRAFANA_URL;
  if (!url) throw new NotTested('no Grafana is named: give --grafana-url or GRAFANA_URL');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new UsageError(`${url} is no http or https URL of a Grafana`);
  const file = values.expected || env.GRAFANA_EXPECTED;
  if (!file) throw new UsageError('nothing is expected: give --expected or GRAFANA_EXPECTED');
  return {
    grafanaUrl: url.replace(/\/+$/, ''),
    user: values.user || env.GRAFANA_USER || 'admin',
    password:
      values['password-file'] === undefined
        ? env.GRAFANA_PASSWORD || 'admin'
        : textOf(values['password-file']).trimEnd(),
    expectation: expectationIn(textOf(file), file),
    reports: values.reports,
  };
}

function valuesOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        'grafana-url': { type: 'string' },
        expected: { type: 'string' },
        user: { type: 'string' },
        'password-file': { type: 'string' },
        reports: { type: 'string', default: 'reports/grafana' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

const EXPECTATION = z
  .strictObject({
    fromUnixMs: z.int().positive(),
    toUnixMs: z.int().positive(),
    job: z.string().min(1),
    screens: z.record(z.string(), z.record(z.string(), z.string())),
  })
  .refine(({ fromUnixMs, toUnixMs }) => fromUnixMs < toUnixMs, {
    message: 'fromUnixMs must be before toUnixMs',
  });

function expectationIn(text: string, file: string): Expectation {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new UsageError(`${file} is no JSON`);
  }
  const { data, error } = EXPECTATION.safeParse(json);
  if (data === undefined) {
    const places = error?.issues.map(({ path, message }) => [...path, message].join(': ')) ?? [];
    throw new UsageError(`${file}: ${places.join('; ')}`);
  }
  return data;
}
