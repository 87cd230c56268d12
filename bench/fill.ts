import { openSqliteStore } from '../src/reference-server/store/sqlite-store.ts';
import type { StoredObject } from '../src/reference-server/store/store.ts';

const nameAt = (index: number): string => `object ${index}`;
const idAt = (index: number): string => `${String(index).padStart(8, '0')}-stored-for-the-bench`;

/** The only object in the store of a server that does not run. */
export function onlyObjectIn(folder: string): StoredObject {
  const store = openSqliteStore(folder);
  try {
    const [object] = store.find({});
    if (object === undefined) throw new Error(`the store in ${folder} is empty`);
    return object;
  } finally {
    store.close();
  }
}

/** Puts copies of an object into a new store, each with an identifier and a name of its own. */
export function fill(folder: string, model: StoredObject, size: number): void {
  const store = openSqliteStore(folder);
  try {
    store.transaction(() => {
      for (let index = 0; index < size; index += 1) {
        store.create({ ...model, id: idAt(index), attributes: renamed(model, nameAt(index)) });
      }
    });
  } finally {
    store.close();
  }
}

const renamed = ({ attributes }: StoredObject, name: string): StoredObject['attributes'] => ({
  ...attributes,
  value: attributes.value.map((attribute) =>
    attribute.tag === 'Name' && attribute.type === 'Structure'
      ? {
          ...attribute,
          value: attribute.value.map((field) =>
            field.tag === 'NameValue' && field.type === 'TextString' ? { ...field, value: name } : field,
          ),
        }
      : attribute,
  ),
});

/** Identifiers and names of so many of the objects, evenly spread. */
export function some(size: number, count: number): readonly { readonly id: string; readonly name: string }[] {
  const indexes = Array.from({ length: count }, (_, index) => Math.floor((index * size) / count));
  return indexes.map((index) => ({ id: idAt(index), name: nameAt(index) }));
}
