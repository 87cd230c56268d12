import { globSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { obtainSoftHsm } from '../../src/testbed/softhsm/obtain.ts';
import { type Engine, RECIPE_LABEL } from './engine.ts';
import { must } from './execute.ts';
import { type App, copyPackages, describeApp, layOutApp } from './kms-app.ts';
import { AUTHORITIES_INSIDE, findAuthorities } from './scratch.ts';

const OFFICIAL_BASE = 'node:24-slim';

export interface KmsOptions {
  readonly progress: (line: string) => void;
  /** Another base than node:24-slim: Debian with Node 24. */
  readonly base?: string;
  /** false = an image that is not at hand counts as out of reach. */
  readonly pull: boolean;
}

/**
 * Builds the image of the reference KMS, unless it is there and nothing has changed: on the base named, else on
 * node:24-slim, else FROM scratch around this machine's own Node, C library and SoftHSM.
 * @throws Error with a sentence
 */
export async function buildKms(image: string, engine: Engine, options: KmsOptions): Promise<void> {
  const { progress, base, pull } = options;
  const app = describeApp();
  if ((await engine.label(image, RECIPE_LABEL)) === app.hash) return;
  const usable = base ?? ((await canHave(OFFICIAL_BASE, engine, pull)) ? OFFICIAL_BASE : undefined);
  const folder = await mkdtemp(join(tmpdir(), 'kms-image-'));
  const label = ['--label', `${RECIPE_LABEL}=${app.hash}`];
  try {
    if (usable) {
      progress(`kms: building on ${usable}`);
      await layOutApp(app, join(folder, 'app'));
      await writeFile(join(folder, 'Dockerfile'), app.dockerfile);
      // The registries of packages are reached as this machine reaches them.
      const args = ['--network', 'host', '--build-arg', `BASE_IMAGE=${usable}`];
      await engine.build(folder, image, [...args, ...label]);
    } else {
      progress(
        `kms: building FROM scratch around this machine's Node, for ${OFFICIAL_BASE} cannot be pulled`,
      );
      await layOutRoot(app, join(folder, 'root'), progress);
      await mkdir(join(folder, 'data/tokens'), { recursive: true });
      await writeFile(join(folder, 'Dockerfile'), scratchDockerfile(app.dockerfile));
      await engine.build(folder, image, label);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const canHave = async (image: string, engine: Engine, pull: boolean): Promise<boolean> =>
  (await engine.has(image)) || (pull && (await engine.pull(image)) === undefined);

/** The settings of the image are those of the real Dockerfile: what follows its last COPY. */
export function scratchDockerfile(dockerfile: string): string {
  const settings = dockerfile.slice(dockerfile.lastIndexOf('\nCOPY '));
  return [
    'FROM scratch',
    'COPY root /',
    'COPY --chown=10001:10001 data /var/lib/kms',
    settings.slice(settings.indexOf('\n', 1) + 1),
  ].join('\n');
}

/** Everything that the server needs, from this machine. */
async function layOutRoot(app: App, root: string, progress: (line: string) => void): Promise<void> {
  if (process.platform !== 'linux')
    throw new Error(`The image of the KMS needs ${OFFICIAL_BASE}, or another base: name one in BASE_IMAGE.`);
  await layOutApp(app, join(root, 'opt/kms'));
  await copyPackages(app, join(root, 'opt/kms'));
  const softHsm = await obtainSoftHsm(progress);
  if ('reason' in softHsm) throw new Error(`The image of the KMS holds SoftHSM. ${softHsm.reason}`);
  const place = async (from: string, to: string): Promise<void> => {
    await mkdir(dirname(join(root, to)), { recursive: true });
    await copyFile(await realpath(from), join(root, to));
  };
  const programs = [process.execPath, softHsm.library, ...globSync(`${root}/opt/kms/node_modules/**/*.node`)];
  for (const library of await librariesOf(programs)) await place(library, library);
  await place(process.execPath, 'usr/local/bin/node');
  await chmod(join(root, 'usr/local/bin/node'), 0o755);
  await place(softHsm.library, 'usr/lib/softhsm/libsofthsm2.so');
  const authorities = findAuthorities();
  if (authorities) await place(authorities, AUTHORITIES_INSIDE);
  for (const [name, text] of Object.entries(ETC)) {
    await mkdir(join(root, 'etc'), { recursive: true });
    await writeFile(join(root, 'etc', name), text);
  }
  await mkdir(join(root, 'tmp'));
  await chmod(join(root, 'tmp'), 0o1777);
}

const ETC = {
  passwd: 'root:x:0:0:root:/:/sbin/nologin\nkms:x:10001:10001:kms:/var/lib/kms:/sbin/nologin\n',
  group: 'root:x:0:\nkms:x:10001:\n',
  'nsswitch.conf': 'hosts: files dns\n',
};

/** Paths of the shared libraries of programs, with the loader, as `ldd` tells them. */
async function librariesOf(programs: readonly string[]): Promise<readonly string[]> {
  const said = await must('ldd', programs);
  return [...new Set([...said.matchAll(/^\t(?:\S+ => )?(\/\S+) \(0x/gm)].map(([, path = '']) => path))];
}
