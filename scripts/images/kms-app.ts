import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import packageData from '../../package.json' with { type: 'json' };
import { closure, type Lock, lockOf } from './lock.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The rooms that the reference KMS is made of. */
const SOURCES = ['src/reference-server', 'src/kmip'];

/** Where a file of this folder lies under /opt/kms. */
const BESIDE = { 'docker/health.js': 'health.js', 'docker/softhsm2.conf': 'softhsm2.conf' };

const DOCKERFILE = 'docker/reference.Dockerfile';

/** What goes into the image of the reference KMS under /opt/kms. */
export interface App {
  /** Paths in this repository. */
  readonly sources: readonly string[];
  /** Places of its packages. */
  readonly packages: readonly string[];
  readonly packageJson: string;
  readonly packageLock: string;
  readonly dockerfile: string;
  /** Changes with everything above and with the content of the sources. */
  readonly hash: string;
}

export function describeApp(): App {
  const sources = SOURCES.flatMap((room) => globSync(`${room}/**/*.{ts,json}`, { cwd: ROOT }))
    .filter((path) => !/\.(test|fixture)\.ts$/.test(path))
    .sort();
  const texts = sources.map((path) => readFileSync(join(ROOT, path), 'utf8'));
  const names = importedPackages(texts);
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Lock;
  const packages = closure(lock, names);
  const { name, version, type, allowScripts, dependencies, optionalDependencies } = packageData;
  const known: Record<string, string> = { ...dependencies, ...optionalDependencies };
  const own = { name, version, dependencies: Object.fromEntries(names.map((each) => [each, known[each]])) };
  const packageJson = JSON.stringify({ ...own, type, allowScripts }, undefined, 2);
  const packageLock = JSON.stringify(lockOf(lock, own, packages), undefined, 2);
  const dockerfile = readFileSync(join(ROOT, DOCKERFILE), 'utf8');
  const beside = Object.keys(BESIDE).map((path) => readFileSync(join(ROOT, path), 'utf8'));
  const all = [...sources, ...texts, ...beside, packageJson, packageLock, dockerfile];
  const hash = createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 12);
  return { sources, packages, packageJson, packageLock, dockerfile, hash };
}

/** The packages that the texts import, without Node's own. */
export function importedPackages(texts: readonly string[]): readonly string[] {
  const found = texts.flatMap((text) =>
    [
      ...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\()'((?:@[\w.-]+\/)?[\w-][\w.-]*)[^':]*'/g),
    ].map(([, name = '']) => name),
  );
  return [...new Set(found)].sort();
}

/** Lays out the folder, without packages. */
export async function layOutApp({ sources, packageJson, packageLock }: App, folder: string): Promise<void> {
  const place = async (from: string, to: string): Promise<void> => {
    await mkdir(dirname(join(folder, to)), { recursive: true });
    await cp(join(ROOT, from), join(folder, to));
  };
  for (const path of sources) await place(path, path);
  for (const [from, to] of Object.entries(BESIDE)) await place(from, to);
  await writeFile(join(folder, 'package.json'), packageJson);
  await writeFile(join(folder, 'package-lock.json'), packageLock);
}

/** Copies the packages as they are installed here. */
export async function copyPackages({ packages }: App, folder: string): Promise<void> {
  for (const place of packages) {
    const nested = `${place}/node_modules`;
    await cp(join(ROOT, place), join(folder, place), {
      recursive: true,
      filter: (path) => !path.startsWith(join(ROOT, nested)),
    });
  }
}
