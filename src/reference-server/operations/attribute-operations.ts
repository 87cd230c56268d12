import { KmipError } from '../../kmip/errors.ts';
import { maybeBoolean, maybeChild, maybeInteger, maybeStructure, structureOf } from '../../kmip/fields.ts';
import { boolean, integer, structure, type Ttlv, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import { stateInForce } from '../lifecycle.ts';
import {
  added,
  type Change,
  instancesOf,
  modified,
  set,
  withoutInstance,
  withoutReferenced,
} from '../objects/attribute-change.ts';
import { requireOrderedDates } from '../objects/attribute-dates.ts';
import { datesIn } from '../objects/attributes.ts';
import { changed } from '../objects/managed-object.ts';
import { refuseOutsideStore } from './hsm/hsm-refusal.ts';
import type { Operation, OperationContext } from './operation.ts';
import { identifierOf, objectFor } from './target.ts';

/** The one attribute inside NewAttribute or CurrentAttribute. @throws KmipError InvalidMessage */
function attributeIn(holder: TtlvStructure): Ttlv {
  const [attribute, ...more] = holder.value;
  if (attribute !== undefined && more.length === 0) return attribute;
  throw new KmipError(
    'InvalidMessage',
    `${holder.tag} holds ${holder.value.length} attributes; it holds one`,
  );
}

/** Attributes that remember whether another was ever false, or ever true (KMIP 2.1 sections 4.3 and 4.33). */
function latched(attributes: TtlvStructure): readonly Ttlv[] {
  return [
    ...(maybeBoolean(attributes, 'Sensitive') === false ? [boolean('AlwaysSensitive', false)] : []),
    ...(maybeBoolean(attributes, 'Extractable') === true ? [boolean('NeverExtractable', false)] : []),
  ];
}

interface Changed {
  readonly id: string;
  readonly before: readonly Ttlv[];
  readonly after: readonly Ttlv[];
}

/** Reading, checking and writing are one transaction: of two at the same time the second sees what the first did. */
export function changeAttributes(
  context: OperationContext,
  id: string,
  operation: string,
  change: Change,
  touched: string,
): Changed {
  refuseOutsideStore(context, id, operation);
  const { store, nowUnixSeconds } = context;
  return store.transaction(() => {
    const object = objectFor(context, id, operation);
    const now = nowUnixSeconds();
    const attributes = structure('Attributes', ...change(object, now));
    requireOrderedDates(attributes, touched);
    const state = stateInForce({ state: stateInForce(object, now), ...datesIn(attributes) }, now);
    store.update(changed({ ...object, attributes }, state, now, ...latched(attributes)));
    return { id, before: object.attributes.value, after: attributes.value };
  });
}

const onNewAttribute =
  (operation: string, change: (attribute: Ttlv, payload: TtlvStructure) => Change): Operation =>
  async (payload, context) => {
    const id = identifierOf(payload, context);
    const attribute = attributeIn(structureOf(payload, 'NewAttribute'));
    const { after } = changeAttributes(context, id, operation, change(attribute, payload), attribute.tag);
    const last = instancesOf(after, attribute).length - 1;
    return [
      text('UniqueIdentifier', id),
      structure('NewAttribute', attribute),
      integer('AttributeIndex', maybeInteger(payload, 'AttributeIndex') ?? last),
    ];
  };

function currentIn(payload: TtlvStructure): Ttlv | undefined {
  const holder = maybeStructure(payload, 'CurrentAttribute');
  return holder === undefined ? undefined : attributeIn(holder);
}

/** Gives an object an attribute instance that it does not have (KMIP 2.1, Add Attribute). @throws KmipError */
export const addAttribute: Operation = onNewAttribute('AddAttribute', added);

/** Changes one instance (KMIP 2.1, Modify Attribute). @throws KmipError */
export const modifyAttribute: Operation = onNewAttribute('ModifyAttribute', (attribute, payload) =>
  modified(currentIn(payload), attribute, maybeInteger(payload, 'AttributeIndex')),
);

/** Adds or changes, whichever is needed (KMIP 2.1, Set Attribute). @throws KmipError */
export const setAttribute: Operation = onNewAttribute('SetAttribute', set);

/** Takes one instance away, or all that a reference means (KMIP 2.1, Delete Attribute). @throws KmipError */
export const deleteAttribute: Operation = async (payload, context) => {
  const id = identifierOf(payload, context);
  const current = currentIn(payload);
  const { before, after } = changeAttributes(
    context,
    id,
    'DeleteAttribute',
    current === undefined ? withoutMeant(payload) : withoutInstance(current),
    current?.tag ?? '',
  );
  const gone = before.filter((attribute) => !after.includes(attribute)).slice(0, 1);
  return [text('UniqueIdentifier', id), structure('CurrentAttribute', ...gone)];
};

/** @throws KmipError InvalidMessage */
function withoutMeant(payload: TtlvStructure): Change {
  const reference = maybeChild(payload, 'AttributeReference');
  if (reference !== undefined) return withoutReferenced(reference, maybeInteger(payload, 'AttributeIndex'));
  throw new KmipError('InvalidMessage', 'name the attribute in CurrentAttribute or AttributeReference');
}
