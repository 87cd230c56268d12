import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian's name first. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The first browser in these folders; Playwright itself brings none. */
export const findChromium = (path: string): string | undefined =>
  NAMES.flatMap((name) => path.split(delimiter).map((folder) => join(folder, name))).find(isExecutable);

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
