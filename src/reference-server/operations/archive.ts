import { dateTime, text } from '../../kmip/ttlv.ts';
import { requireUse, stateInForce } from '../lifecycle.ts';
import { withoutAttributes } from '../objects/attributes.ts';
import { changed, isArchived } from '../objects/managed-object.ts';
import type { StoredObject } from '../store/store.ts';
import { refuseOutsideStore } from './hsm/hsm-refusal.ts';
import type { Operation } from './operation.ts';
import { identifierOf, objectFor } from './target.ts';

/** Both are for the owner only: no grant of them can be given. @throws KmipError */
const moving =
  (operation: 'Archive' | 'Recover', moved: (object: StoredObject, now: bigint) => StoredObject): Operation =>
  async (payload, context) => {
    const id = identifierOf(payload, context);
    const { store, nowUnixSeconds } = context;
    refuseOutsideStore(context, id, operation);
    store.transaction(() => {
      const object = objectFor(context, id, operation);
      const now = nowUnixSeconds();
      requireUse(id, stateInForce(object, now), 'read');
      store.update(moved(object, now));
    });
    return [text('UniqueIdentifier', id)];
  };

/** Moves an object to the archive, where it stays in its state but cannot be used (KMIP 2.1, Archive). @throws KmipError */
export const archive: Operation = moving('Archive', (object, now) =>
  changed(object, object.state, now, dateTime('ArchiveDate', now)),
);

/** Brings it back; what is on-line stays there (KMIP 2.1, Recover). @throws KmipError */
export const recover: Operation = moving('Recover', (object, now) =>
  isArchived(object)
    ? changed(
        { ...object, attributes: withoutAttributes(object.attributes, ['ArchiveDate']) },
        object.state,
        now,
      )
    : object,
);
