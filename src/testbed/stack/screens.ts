import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Expectation, expectedScreens } from '../../dashboards/expected.ts';
import { Child } from '../child.ts';
import type { StackEvidence } from './evidence.ts';
import { knownAt } from './known.ts';
import { serviceOf } from './service.ts';

/** What a browser saw of Grafana's dashboards. */
export type Screens =
  | { readonly kind: 'seen'; readonly passed: number; readonly failures: readonly string[] }
  | { readonly kind: 'not seen'; readonly reason: string };

/** The program that looks, which the published package does not have. */
const BROWSER = fileURLToPath(new URL('../../../e2e/main.ts', import.meta.url));

export const NO_BROWSER_PROGRAM = existsSync(BROWSER)
  ? undefined
  : 'the program that looks at it is not part of the package: run it from the repository';

/** What every panel must show when the last observation was made; undefined where there was none. */
export function expectationOf({
  moment,
  sent,
}: Pick<StackEvidence, 'moment' | 'sent'>): Expectation | undefined {
  const first = sent[0];
  if (moment === undefined || first === undefined) return undefined;
  return {
    fromUnixMs: Math.floor(first.arrivedAtUnixMs),
    toUnixMs: Number(moment.collection.timeUnixNano / 1_000_000n),
    job: serviceOf(sent).job,
    screens: expectedScreens(knownAt(moment)),
  };
}

/** Opens every dashboard in a browser and compares; screenshots go to reports/grafana. */
export async function lookAtScreens(grafanaUrl: string, expectation: Expectation): Promise<Screens> {
  const folder = await mkdtemp(join(tmpdir(), 'kms-conformance-grafana-'));
  try {
    const expected = join(folder, 'expected.json');
    await writeFile(expected, JSON.stringify(expectation));
    const words = ['--grafana-url', grafanaUrl, '--expected', expected];
    const browser = new Child({ program: process.execPath, args: [BROWSER, ...words], env: {} });
    const how = await browser.ended;
    return screensIn(browser.log, how);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the program has printed; pure. */
export function screensIn(log: string, how: string): Screens {
  const [, notTested] = /^not tested: Grafana: (.+)$/m.exec(log) ?? [];
  if (notTested !== undefined) return { kind: 'not seen', reason: notTested };
  const [, passed] = /^grafana: (\d+) passed, \d+ failed$/m.exec(log) ?? [];
  const failures = [...log.matchAll(/^✖ (.+)(?:\n {2}(.+))?$/gm)].map(([, name = '', why]) =>
    why === undefined ? name : `${name}: ${why}`,
  );
  return passed === undefined
    ? { kind: 'seen', passed: 0, failures: [`the browser ${how}: ${log.trimEnd().split('\n').at(-1)}`] }
    : { kind: 'seen', passed: Number(passed), failures };
}
