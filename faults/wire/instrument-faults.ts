import type { Instrument } from '../../src/contract/contract.ts';
import type { WireFault } from '../fault.ts';
import { ATTRIBUTE_KINDS } from './attribute-kinds.ts';
import { KIND_KINDS, WORD_KINDS } from './definition-kinds.ts';
import { expanded, type KindOfFault } from './kind-of-fault.ts';
import { NAME_KINDS } from './name-kinds.ts';
import { HISTOGRAM_KINDS, POINT_KINDS } from './point-kinds.ts';
import { TIME_KINDS } from './time-kinds.ts';
import { VALUE_KINDS } from './value-kinds.ts';

const KINDS: readonly KindOfFault[] = [
  ...NAME_KINDS,
  ...KIND_KINDS,
  ...WORD_KINDS,
  ...ATTRIBUTE_KINDS,
  ...VALUE_KINDS,
  ...TIME_KINDS,
  ...HISTOGRAM_KINDS,
  ...POINT_KINDS,
];

/** Every fault that one instrument can have on the wire, each meant for one check. */
export const instrumentFaults = (instrument: Instrument): readonly WireFault[] =>
  KINDS.flatMap((kind) => expanded(kind, instrument));
