import type { Report } from './report.ts';

/** The whole report for programs: see report.schema.json. */
export const jsonReport = (report: Report): string => `${JSON.stringify(report, undefined, 1)}\n`;
