import type { BuildOptions } from './binaries.ts';
import { type Engine, RECIPE_LABEL } from './engine.ts';
import { buildKms } from './kms.ts';
import { type Builders, layoutOf } from './obtain.ts';
import { buildFromScratch, layoutRecipe } from './scratch.ts';

export interface MakeOptions extends BuildOptions {
  /** false = the base of the KMS is not pulled either. */
  readonly pull: boolean;
}

/** The builders that really build. BASE_IMAGE names another base than node:24-slim for the KMS. */
export const buildersWith = (engine: Engine, options: MakeOptions): Builders => ({
  layout: (name, image) => buildFromScratch(layoutOf(name), image, engine, options),
  kms: (image) => {
    const { BASE_IMAGE: base } = process.env;
    return buildKms(image, engine, { progress: options.progress, pull: options.pull, ...(base && { base }) });
  },
  isCurrent: async (name, image) =>
    name !== 'kms' && (await engine.label(image, RECIPE_LABEL)) === layoutRecipe(layoutOf(name)),
});
