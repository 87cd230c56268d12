import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type BuildOptions, binary, programCalled, recipeOf } from './binaries.ts';
import { type Engine, RECIPE_LABEL } from './engine.ts';
import type { Layout } from './programs.ts';

export const layoutRecipe = (layout: Layout): string =>
  createHash('sha256')
    .update(
      JSON.stringify([layout, Object.values(layout.programs).map((name) => recipeOf(programCalled(name)))]),
    )
    .update(dockerfile(layout))
    .digest('hex')
    .slice(0, 12);

/** What this machine trusts, the image trusts. */
const AUTHORITIES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/cert.pem',
];
export const AUTHORITIES_INSIDE = '/etc/ssl/certs/ca-certificates.crt';

export const findAuthorities = (): string | undefined => AUTHORITIES.find((file) => existsSync(file));

/** Builds the programs of the layout and an image around them. @throws Error with a sentence */
export async function buildFromScratch(
  layout: Layout,
  image: string,
  engine: Engine,
  options: BuildOptions,
): Promise<void> {
  const files: [string, string][] = [];
  for (const [path, name] of Object.entries(layout.programs)) files.push([path, await binary(name, options)]);
  const folder = await mkdtemp(join(tmpdir(), 'kms-image-'));
  const place = async (path: string, file: string): Promise<void> => {
    const target = join(folder, 'root', path);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(file, target);
  };
  try {
    for (const [path, file] of files) await place(path, file);
    const authorities = findAuthorities();
    if (authorities) await place(AUTHORITIES_INSIDE, authorities);
    await mkdir(join(folder, 'root/tmp'), { recursive: true });
    await chmod(join(folder, 'root/tmp'), 0o1777);
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'Dockerfile'), dockerfile(layout));
    await engine.build(folder, image, ['--label', `${RECIPE_LABEL}=${layoutRecipe(layout)}`]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function dockerfile({ programs, user, data }: Layout): string {
  const [entry] = Object.keys(programs);
  return [
    'FROM scratch',
    'COPY root /',
    ...(data ? [`COPY --chown=${user}:${user} data ${data}`, `WORKDIR ${data}`] : []),
    `USER ${user}:${user}`,
    `ENTRYPOINT ["${entry}"]`,
    '',
  ].join('\n');
}
