/** package-lock.json, as far as it is read here. */
export interface Lock {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

export interface LockedPackage {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/**
 * The places, "node_modules/a/node_modules/b", of some packages and of everything that they need.
 * @throws Error for a package that the lock file has not
 */
export function closure(lock: Lock, names: readonly string[]): readonly string[] {
  const places = new Set<string>();
  const visit = (name: string, from: string, optional: boolean): void => {
    const place = resolvePlace(lock, name, from);
    if (place === undefined) {
      if (optional) return;
      throw new Error(
        `package-lock.json holds no ${name}, which ${from || 'the image'} needs: run npm install`,
      );
    }
    if (places.has(place)) return;
    places.add(place);
    const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } =
      lock.packages[place] ?? {};
    for (const needed of Object.keys(dependencies ?? {}))
      visit(needed, place, needed in (optionalDependencies ?? {}));
    for (const needed of Object.keys(optionalDependencies ?? {})) visit(needed, place, true);
    for (const needed of Object.keys(peerDependencies ?? {}))
      visit(needed, place, peerDependenciesMeta?.[needed]?.optional === true);
  };
  for (const name of names) visit(name, '', false);
  return [...places].sort();
}

/** As Node looks for it: in the innermost node_modules first. */
function resolvePlace({ packages }: Lock, name: string, from: string): string | undefined {
  for (let folder = from; ; folder = outer(folder)) {
    const place = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (place in packages) return place;
    if (folder === '') return undefined;
  }
}

const outer = (place: string): string => place.slice(0, Math.max(0, place.lastIndexOf('node_modules/') - 1));

/** A lock file of nothing but the packages in these places. */
export function lockOf(lock: Lock, root: object, places: readonly string[]): object {
  const kept = places.map((place) => [place, lock.packages[place]] as const);
  return {
    lockfileVersion: lock.lockfileVersion,
    requires: true,
    packages: { '': root, ...Object.fromEntries(kept) },
  };
}
