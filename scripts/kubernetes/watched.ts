/**
 * Which keys of a value a validator never looks at: those that its schema does not know. The schemas of Kubernetes
 * allow unknown keys, the API server refuses them (strict field validation), and a validator reads what it knows.
 */
export class Watched {
  readonly value: unknown;
  readonly #objects: { readonly path: string; readonly target: object; readonly read: Set<string> }[] = [];

  constructor(value: unknown) {
    this.value = this.#watch(value, '');
  }

  /** Paths of keys that were not read, "/spec/replicaz"; nothing below a key that was not read itself. */
  unread(): readonly string[] {
    const unread = this.#objects.flatMap(({ path, target, read }) =>
      Object.keys(target)
        .filter((key) => !read.has(key))
        .map((key) => `${path}/${key}`),
    );
    return unread.filter((path) => !unread.some((other) => path.startsWith(`${other}/`)));
  }

  #watch(value: unknown, path: string): unknown {
    if (typeof value !== 'object' || value === null) return value;
    const read = new Set<string>();
    const watched = Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, this.#watch(inner, `${path}/${key}`)]),
    );
    const target = Array.isArray(value) ? Object.values(watched) : watched;
    this.#objects.push({ path, target, read });
    return new Proxy(target, {
      get: (object, key, receiver) => {
        if (typeof key === 'string') read.add(key);
        return Reflect.get(object, key, receiver);
      },
    });
  }
}
