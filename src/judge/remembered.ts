/** A pure function that gives the same object's result again without working it out twice. */
export function remembered<K extends object, V>(work: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before.value;
    const entry = { value: work(key) };
    known.set(key, entry);
    return entry.value;
  };
}

/** The same for what is no object, as long as the question stays the same. */
export function rememberedLast<K extends bigint | string, V>(work: (key: K) => V): (key: K) => V {
  let last: { readonly key: K; readonly value: V } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, value: work(key) };
    return last.value;
  };
}

/** The same for an object and a name: everything that is remembered goes with the object. */
export function rememberedByName<K extends object, V>(
  work: (key: K, name: string) => V,
): (key: K, name: string) => V {
  const byName = remembered((_: K) => new Map<string, { readonly value: V }>());
  return (key, name) => {
    const known = byName(key);
    const entry = known.get(name) ?? { value: work(key, name) };
    known.set(name, entry);
    return entry.value;
  };
}
