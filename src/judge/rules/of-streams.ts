import { attributes } from './attributes.ts';
import { kindsAndUnits, nearMisses } from './catalogue.ts';
import { collectionTime } from './collection-time.ts';
import { descriptions, furtherInstruments, numberTypes } from './details.ts';
import { envelopes } from './envelopes.ts';
import { exemplars } from './exemplars.ts';
import { histograms } from './histograms.ts';
import { identity, stability } from './identity.ts';
import { names } from './names.ts';
import { oneNumberType } from './numbers.ts';
import { furtherAttributes, resources, scopes } from './origin.ts';
import { originStability, schemaUrls } from './origin-stability.ts';
import { overflow } from './overflow.ts';
import { flags, noRecordedValue, startTimes } from './points.ts';
import { grpc } from './push.ts';
import type { Rule } from './rule.ts';
import { size } from './size.ts';
import { times } from './times.ts';
import { wire } from './wire.ts';

/**
 * The rules that need no ledger and no quiet point. Relations between instruments are not among them: while requests
 * are under way they may not hold yet.
 */
export const STREAM_RULES: readonly Rule[] = [
  attributes,
  kindsAndUnits,
  nearMisses,
  furtherInstruments,
  numberTypes,
  descriptions,
  scopes,
  resources,
  furtherAttributes,
  times,
  wire,
  identity,
  stability,
  histograms,
  names,
  oneNumberType,
  startTimes,
  collectionTime,
  noRecordedValue,
  flags,
  exemplars,
  envelopes,
  overflow,
  originStability,
  schemaUrls,
  grpc,
  size,
];
