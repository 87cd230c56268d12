import { extname } from 'node:path';
import type { Command } from 'commander';
import { badgeJson, badgeSvg } from '../report/badge.ts';
import { htmlReport } from '../report/html/page.ts';
import { jsonReport } from '../report/json.ts';
import { junitReport } from '../report/junit.ts';
import { markdownReport } from '../report/markdown.ts';
import type { Report } from '../report/report.ts';
import { checkPlaces, type Place, writeWhole } from './whole-file.ts';

/** A format and where the user wants it. */
export interface ReportFiles {
  readonly json?: string;
  readonly junit?: string;
  readonly html?: string;
  readonly markdown?: string;
  readonly badge?: string;
}

type Writer = (report: Report, file: string) => string;

const WRITERS: Readonly<Record<keyof ReportFiles, readonly [help: string, write: Writer]>> = {
  json: ['write the whole report as JSON', jsonReport],
  junit: ['write it as JUnit XML', junitReport],
  html: ['write it as one HTML page that works offline', htmlReport],
  markdown: ['write it as Markdown, for a CI job summary', markdownReport],
  badge: [
    'write a badge: an image where the name ends in .svg, else JSON for shields.io',
    (report, file) => (extname(file) === '.svg' ? badgeSvg(report) : badgeJson(report)),
  ],
};

export function addReportOptions(command: Command): Command {
  for (const [format, [help]] of Object.entries(WRITERS)) command.option(`--${format} <file>`, help);
  return command;
}

/** Before a run that takes a minute: can they, and whatever else it writes, be written? @throws PlaceError */
export const prepare = (files: ReportFiles, others: readonly Place[] = []): Promise<void> =>
  checkPlaces([...others, ...wantedOf(files).map(({ format, file }) => ({ option: format, file }))]);

export async function writeReports(files: ReportFiles, report: Report): Promise<void> {
  for (const { format, file } of wantedOf(files)) await writeWhole(file, WRITERS[format][1](report, file));
}

const wantedOf = (files: ReportFiles) =>
  (Object.keys(WRITERS) as (keyof ReportFiles)[]).flatMap((format) => {
    const file = files[format];
    return file === undefined ? [] : [{ format, file }];
  });
