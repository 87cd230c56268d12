import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import type { Command } from 'commander';
import { badgeJson, badgeSvg } from '../report/badge.ts';
import { htmlReport } from '../report/html/page.ts';
import { jsonReport } from '../report/json.ts';
import { junitReport } from '../report/junit.ts';
import { markdownReport } from '../report/markdown.ts';
import type { Report } from '../report/report.ts';

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

/** A place that a report cannot be written to. */
export class ReportFileError extends Error {
  override readonly name = 'ReportFileError';
}

export function addReportOptions(command: Command): Command {
  for (const [format, [help]] of Object.entries(WRITERS)) command.option(`--${format} <file>`, help);
  return command;
}

/** Before a run that takes a minute: can they be written? @throws ReportFileError */
export async function prepare(files: ReportFiles): Promise<void> {
  const wanted = wantedOf(files);
  const places = wanted.map(({ file }) => resolve(file));
  const twice = wanted.find(({ file }, index) => places.indexOf(resolve(file)) !== index);
  if (twice !== undefined)
    throw new ReportFileError(
      `--${twice.format}: ${twice.file} is where another report goes; name another file`,
    );
  for (const { format, file } of wanted) {
    try {
      await mkdir(dirname(file), { recursive: true });
      if (await isSpecial(file)) continue;
      const beside = besideOf(file);
      await writeFile(beside, '', { flag: 'wx' });
      await rm(beside);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new ReportFileError(`--${format}: ${file} cannot be written: ${why}`);
    }
  }
}

/** Whole or not at all: whoever reads a report never sees half of one. */
export async function writeReports(files: ReportFiles, report: Report): Promise<void> {
  for (const { format, file } of wantedOf(files)) {
    const text = WRITERS[format][1](report, file);
    if (await isSpecial(file)) {
      await using place = await open(file, 'w');
      await place.writeFile(text);
      continue;
    }
    const beside = besideOf(file);
    try {
      await writeFile(beside, text, { flag: 'wx' });
      await rename(beside, file);
    } finally {
      await rm(beside, { force: true });
    }
  }
}

const wantedOf = (files: ReportFiles) =>
  (Object.keys(WRITERS) as (keyof ReportFiles)[]).flatMap((format) => {
    const file = files[format];
    return file === undefined ? [] : [{ format, file }];
  });

/** A pipe or a device, such as /dev/stdout, cannot be replaced. @throws Error for a folder */
async function isSpecial(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) throw new Error('it is a folder');
  return found !== undefined && !found.isFile();
}

const besideOf = (file: string): string => `${file}.${randomUUID()}.tmp`;
