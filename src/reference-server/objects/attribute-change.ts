import { KmipError } from '../../kmip/errors.ts';
import { maybeText } from '../../kmip/fields.ts';
import { tagName } from '../../kmip/tables.ts';
import { structure, type Ttlv } from '../../kmip/ttlv.ts';
import type { StoredObject } from '../store/store.ts';
import { requireDateChange } from './attribute-dates.ts';
import { isMeant, isSameAttribute } from './attribute-reference.ts';
import { type AttributeRule, maybeRule, ruleFor } from './attribute-rules.ts';
import { isSame } from './match.ts';
import { unusedLimits } from './usage-limits.ts';

/*
 * What Add, Modify, Set and Delete Attribute make of the attributes of an object (KMIP 2.1 sections 6.1.2, 6.1.34,
 * 6.1.51, 6.1.13), as functions of the attributes before. Add and Set name a forbidden change ReadOnlyAttribute,
 * Modify and Delete AttributeReadOnly: the error tables of the operations want it so.
 */
export type Change = (object: StoredObject, now: bigint) => readonly Ttlv[];

const refused = (reason: string, { tag }: Ttlv, rule: string): KmipError =>
  new KmipError(reason, `the attribute ${tag} ${rule}`);

const mayOnce = ({ readOnly, change }: AttributeRule): boolean =>
  readOnly === undefined && change !== 'never';

const mayModify = (rule: AttributeRule): boolean => mayOnce(rule) && rule.change !== 'once';

const mayDelete = (rule: AttributeRule): boolean => mayModify(rule) && rule.change !== 'keep';

/** @throws KmipError NonUniqueNameAttribute */
function requireNewName(attributes: readonly Ttlv[], name: Ttlv): void {
  if (name.tag !== 'Name' || name.type !== 'Structure') return;
  const value = maybeText(name, 'NameValue');
  if (value === undefined || value === '')
    throw new KmipError('InvalidField', 'Name: missing field NameValue');
  const taken = attributes.some(
    (other) => other.tag === 'Name' && other.type === 'Structure' && maybeText(other, 'NameValue') === value,
  );
  if (taken) throw new KmipError('NonUniqueNameAttribute', `the object has the name ${value} already`);
}

const asStored = (attribute: Ttlv): Ttlv =>
  attribute.tag === 'UsageLimits' ? unusedLimits(attribute) : attribute;

export const instancesOf = (attributes: readonly Ttlv[], attribute: Ttlv): readonly Ttlv[] =>
  attributes.filter((candidate) => isSameAttribute(candidate, attribute));

function replaced(attributes: readonly Ttlv[], old: Ttlv, next: Ttlv): readonly Ttlv[] {
  requireNewName(
    attributes.filter((attribute) => attribute !== old),
    next,
  );
  return attributes.map((attribute) => (attribute === old ? asStored(next) : attribute));
}

/** @throws KmipError ReadOnlyAttribute, AttributeSingleValued, NonUniqueNameAttribute, WrongKeyLifecycleState */
export const added =
  (attribute: Ttlv): Change =>
  (object, now) => {
    const attributes = object.attributes.value;
    const rule = ruleFor(attribute);
    if (!mayOnce(rule)) throw refused('ReadOnlyAttribute', attribute, 'is set by the server only');
    if (rule.many === undefined && instancesOf(attributes, attribute).length > 0) {
      throw refused('AttributeSingleValued', attribute, 'has a value already: modify it');
    }
    requireDateChange(object, attribute, now);
    requireNewName(attributes, attribute);
    return [...attributes, asStored(attribute)];
  };

/** The instance that a Modify or Delete means. @throws KmipError AttributeNotFound, AttributeInstanceNotFound */
function instance(attributes: readonly Ttlv[], wanted: Ttlv): Ttlv {
  const instances = instancesOf(attributes, wanted);
  if (instances.length === 0) throw refused('AttributeNotFound', wanted, 'has no value');
  const found = instances.find((candidate) => isSame(wanted, candidate));
  if (found !== undefined) return found;
  throw refused('AttributeInstanceNotFound', wanted, 'has no instance of this value');
}

/** The instance of that place among those of one attribute, which is how 1.x tells them apart. @throws KmipError */
function instanceAt(instances: readonly Ttlv[], index: number): Ttlv {
  const found = instances[index];
  if (found !== undefined) return found;
  const reason = instances.length === 0 ? 'AttributeNotFound' : 'AttributeInstanceNotFound';
  throw new KmipError(reason, `the attribute has ${instances.length} instances, none of index ${index}`);
}

function onlyInstance(attributes: readonly Ttlv[], attribute: Ttlv): Ttlv {
  const [only, ...more] = instancesOf(attributes, attribute);
  if (only === undefined) throw refused('AttributeNotFound', attribute, 'has no value: add it');
  if (more.length === 0) return only;
  throw refused(
    'MultiValuedAttribute',
    attribute,
    `has ${more.length + 1} values: name the one in CurrentAttribute`,
  );
}

/** @throws KmipError AttributeReadOnly, AttributeNotFound, AttributeInstanceNotFound, MultiValuedAttribute ... */
export const modified =
  (current: Ttlv | undefined, next: Ttlv, index?: number): Change =>
  (object, now) => {
    const attributes = object.attributes.value;
    if (!mayModify(ruleFor(next))) throw refused('AttributeReadOnly', next, 'may not be modified');
    if (current !== undefined && !isSameAttribute(current, next)) {
      throw new KmipError('InvalidField', 'CurrentAttribute and NewAttribute are two different attributes');
    }
    const old =
      current !== undefined
        ? instance(attributes, current)
        : index !== undefined
          ? instanceAt(instancesOf(attributes, next), index)
          : onlyInstance(attributes, next);
    requireDateChange(object, next, now);
    return replaced(attributes, old, next);
  };

/** @throws KmipError ReadOnlyAttribute, MultiValuedAttribute, NonUniqueNameAttribute, WrongKeyLifecycleState */
export const set =
  (attribute: Ttlv): Change =>
  (object, now) => {
    const attributes = object.attributes.value;
    if (instancesOf(attributes, attribute).length === 0) return added(attribute)(object, now);
    if (!mayModify(ruleFor(attribute))) throw refused('ReadOnlyAttribute', attribute, 'may not be changed');
    requireDateChange(object, attribute, now);
    return replaced(attributes, onlyInstance(attributes, attribute), attribute);
  };

const requireDeletable = (attribute: Ttlv): void => {
  const rule = maybeRule(attribute);
  if (rule !== undefined && !mayDelete(rule)) {
    throw refused('AttributeReadOnly', attribute, 'may not be deleted');
  }
};

/** Without the instance of that value. @throws KmipError AttributeReadOnly, AttributeNotFound, AttributeInstanceNotFound */
export const withoutInstance =
  (current: Ttlv): Change =>
  ({ attributes }) => {
    requireDeletable(current);
    const old = instance(attributes.value, current);
    return attributes.value.filter((attribute) => attribute !== old);
  };

/** Without any instance, or only without that of the index. @throws KmipError AttributeReadOnly, AttributeNotFound ... */
export const withoutReferenced =
  (reference: Ttlv, index?: number): Change =>
  ({ attributes }) => {
    if (reference.type === 'Enumeration') requireDeletable(structure(tagName(reference.value)));
    const meant = attributes.value.filter((attribute) => isMeant(reference, attribute));
    if (meant.length === 0) throw new KmipError('AttributeNotFound', 'the object has no such attribute');
    const gone = index === undefined ? meant : [instanceAt(meant, index)];
    gone.forEach(requireDeletable);
    return attributes.value.filter((attribute) => !gone.includes(attribute));
  };
