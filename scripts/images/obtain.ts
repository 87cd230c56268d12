import {
  type ChosenImage,
  chooseImage,
  type ImageName,
  STACK_IMAGES,
  type StackImage,
} from '../../src/testbed/stack/images.ts';
import type { BuildOptions } from './binaries.ts';
import type { Engine } from './engine.ts';
import { LAYOUTS } from './programs.ts';

/** How the images are made that are made here. */
export interface Builders {
  readonly layout: (name: ImageName, image: string) => Promise<void>;
  readonly kms: (image: string) => Promise<void>;
  /** What an image that is built from source must be labelled with to be of today's recipe; undefined = the KMS, which looks itself. */
  readonly isCurrent: (name: ImageName, image: string) => Promise<boolean>;
}

export interface ObtainOptions extends Pick<BuildOptions, 'progress'> {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** false = official images that are not at hand are not asked for. */
  readonly pull: boolean;
}

export interface Obtained {
  readonly name: ImageName;
  readonly variable: string;
  /** undefined = there is none. */
  readonly chosen?: ChosenImage;
  readonly reason?: string;
}

/** A registry that could not be reached once is not asked again. */
const UNKNOWN_IMAGE = /manifest unknown|not found|does not exist/i;

/** For each program: the image the environment names, one at hand, the official one pulled, or one built here. */
export async function obtainImages(
  names: readonly ImageName[],
  engine: Engine,
  builders: Builders,
  { progress, env, pull }: ObtainOptions,
): Promise<readonly Obtained[]> {
  const obtained: Obtained[] = [];
  let unreachable: string | undefined = pull ? undefined : 'not asked for';
  for (const image of STACK_IMAGES.filter(({ name }) => names.includes(name))) {
    const { name, variable, official, built } = image;
    const found = await atHand(image, engine, builders, env);
    if (found) {
      obtained.push({ name, variable, chosen: found });
      continue;
    }
    if (official && unreachable === undefined) {
      progress(`${name}: pulling ${official}`);
      const problem = await engine.pull(official);
      if (problem === undefined) {
        obtained.push({ name, variable, chosen: { image: official, from: 'official' } });
        continue;
      }
      progress(`${name}: ${official} cannot be pulled (${problem})`);
      if (!UNKNOWN_IMAGE.test(problem)) unreachable = problem;
    }
    if (!built) {
      obtained.push({
        name,
        variable,
        reason: `${official} cannot be pulled and cannot be built here: name an image that can be had in ${variable}, or load one with docker load`,
      });
      continue;
    }
    await (name === 'kms' ? builders.kms(built) : builders.layout(name, built));
    obtained.push({ name, variable, chosen: { image: built, from: 'built' } });
  }
  return obtained;
}

async function atHand(
  image: StackImage,
  engine: Engine,
  builders: Builders,
  env: ObtainOptions['env'],
): Promise<ChosenImage | undefined> {
  const { name, official, built } = image;
  const present = new Set<string>();
  if (official && (await engine.has(official))) present.add(official);
  if (built && (await builders.isCurrent(name, built))) present.add(built);
  return chooseImage(image, env, (candidate) => present.has(candidate));
}

export const layoutOf = (name: ImageName) => {
  const layout = LAYOUTS.find(({ image }) => image === name);
  if (layout) return layout;
  throw new TypeError(`${name} has no layout`);
};

/** Lines for `--env-file` of docker compose, or for a shell after `export `. */
export const environmentLines = (obtained: readonly Obtained[]): readonly string[] =>
  obtained.flatMap(({ variable, chosen }) => (chosen ? [`${variable}=${chosen.image}`] : []));
