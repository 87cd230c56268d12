import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** What a command is to write, and the option that says where. */
export interface Place {
  readonly option: string;
  readonly file: string;
}

/** A place that cannot be written to. */
export class PlaceError extends Error {
  override readonly name = 'PlaceError';
}

/** Before a run that takes a minute: can they be written? @throws PlaceError */
export async function checkPlaces(places: readonly Place[]): Promise<void> {
  const paths = places.map(({ file }) => resolve(file));
  const twice = places.find(({ file }, index) => paths.indexOf(resolve(file)) !== index);
  if (twice !== undefined)
    throw new PlaceError(`--${twice.option}: ${twice.file} is where another one goes; name another file`);
  for (const { option, file } of places) {
    try {
      await mkdir(dirname(file), { recursive: true });
      if (await isSpecial(file)) continue;
      const beside = besideOf(file);
      await writeFile(beside, '', { flag: 'wx' });
      await rm(beside);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new PlaceError(`--${option}: ${file} cannot be written: ${why}`);
    }
  }
}

/** Whole or not at all: whoever reads it never sees half of it. */
export async function writeWhole(
  file: string,
  content: string | AsyncIterable<Uint8Array | string>,
): Promise<void> {
  if (await isSpecial(file)) {
    await using place = await open(file, 'w');
    await place.writeFile(content);
    return;
  }
  const beside = besideOf(file);
  try {
    await writeFile(beside, content, { flag: 'wx' });
    await rename(beside, file);
  } finally {
    await rm(beside, { force: true });
  }
}

/** A pipe or a device, such as /dev/stdout, cannot be replaced. @throws Error for a folder */
async function isSpecial(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) throw new Error('it is a folder');
  return found !== undefined && !found.isFile();
}

const besideOf = (file: string): string => `${file}.${randomUUID()}.tmp`;
