import { attributes } from './attributes.ts';
import { kindsAndUnits, nearMisses } from './catalogue.ts';
import { descriptions, furtherInstruments, numberTypes } from './details.ts';
import { histograms } from './histograms.ts';
import { identity, stability } from './identity.ts';
import { furtherAttributes, resources, scopes } from './origin.ts';
import { grpc } from './push.ts';
import type { Rule } from './rule.ts';
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
  grpc,
];
