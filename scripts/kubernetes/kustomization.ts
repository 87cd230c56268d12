import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import type { Manifest } from './schemas.ts';

/** The keys of a kustomization that this repository uses. */
export interface Kustomization {
  readonly namespace?: string;
  readonly resources?: readonly string[];
  readonly configMapGenerator?: readonly { readonly name: string; readonly files?: readonly string[] }[];
  readonly patches?: readonly { readonly target: { readonly kind: string; readonly name: string } }[];
}

/** A folder as kustomize sees it, before its patches. */
export interface Overlay {
  readonly kustomization: Kustomization;
  /** Of this folder and of those that it builds on. */
  readonly manifests: readonly Manifest[];
  /** Names of config maps made from files. */
  readonly configMaps: readonly string[];
}

/** @throws Error that names a resource or a file that does not exist */
export function readOverlay(folder: string): Overlay {
  const file = join(folder, 'kustomization.yaml');
  const kustomization = parse(readFileSync(file, 'utf8')) as Kustomization;
  const manifests: Manifest[] = [];
  const configMaps: string[] = [];
  for (const resource of kustomization.resources ?? []) {
    const path = join(folder, resource);
    if (!existsSync(path)) throw new Error(`${file}: ${resource} does not exist`);
    if (/\.ya?ml$/.test(resource)) manifests.push(...readManifests(path));
    else {
      const below = readOverlay(path);
      manifests.push(...below.manifests);
      configMaps.push(...below.configMaps);
    }
  }
  for (const { name, files = [] } of kustomization.configMapGenerator ?? []) {
    configMaps.push(name);
    for (const entry of files) mustExist(join(folder, entry.split('=').at(-1) ?? ''), file);
  }
  return { kustomization, manifests, configMaps };
}

function mustExist(path: string, file: string): void {
  // kustomize loads nothing from outside of the folder.
  if (!path.startsWith(dirname(file))) throw new Error(`${file}: ${path} lies outside of its folder`);
  if (!existsSync(path)) throw new Error(`${file}: ${path} does not exist`);
}

/** @throws Error where a document is not YAML */
export const readManifests = (path: string): readonly Manifest[] =>
  parseAllDocuments(readFileSync(path, 'utf8')).map((document) => {
    const [error] = document.errors;
    if (error) throw new Error(`${path}: ${error.message}`);
    return document.toJS() as Manifest;
  });
