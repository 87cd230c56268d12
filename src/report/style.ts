import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** Paints text for one stream: plain where that is no terminal or NO_COLOR is set. */
export type Paint = (format: Format, text: string) => string;

export const paintFor =
  (stream: NodeJS.WritableStream): Paint =>
  (format, text) =>
    styleText(format, text, { stream });

export const PLAIN: Paint = (_, text) => text;
