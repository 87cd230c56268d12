import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, TomlError } from 'smol-toml';
import type { z } from 'zod';
import { lineOf } from '../toml/line-of.ts';
import type { AttributeRule, Contract, Definitions } from './contract.ts';
import { definitionsFrom } from './definitions.ts';
import { applyDifferences } from './differences.ts';
import { differences, type WholeProfile, wholeProfile } from './schema.ts';

/** Where the profiles lie that come with the suite. */
export const PROFILES_FOLDER = fileURLToPath(new URL('../../contract', import.meta.url));

/** A profile may build on one that builds on another, but not in a circle. */
const MAX_BASES = 8;

/**
 * Reads a profile, and the ones that it is written as differences from.
 * @throws ContractError that names the file and every place that is not in order.
 */
export function loadContract(file: string | URL): Contract {
  return contractOf(loadWhole(file instanceof URL ? fileURLToPath(file) : file));
}

/** The same as data that can be kept: its bases laid under it, and checked. */
export const loadWhole = (path: string): WholeProfile => wholeOf(readContract(path), path, dirname(path), 0);

/** The same from text; `source` is named in errors. A base is one of the profiles that come with the suite. */
export const parseContract = (toml: string, source: string): Contract =>
  contractOf(wholeOf(toml, source, PROFILES_FOLDER, 0));

function wholeOf(toml: string, source: string, folder: string, depth: number): WholeProfile {
  const raw = parseToml(toml, source);
  if (!('base' in raw)) return checked(wholeProfile, raw, toml, source);
  const own = checked(differences, raw, toml, source);
  if (depth === MAX_BASES)
    throw new ContractError(`${source}: its bases are written as differences in a circle`);
  const beside = join(folder, `${own.base}.toml`);
  const file = existsSync(beside) ? beside : join(PROFILES_FOLDER, `${own.base}.toml`);
  if (!existsSync(file)) {
    throw new ContractError(
      `${source}: line ${lineOf(toml, ['base'])}, base: there is no profile ${own.base}`,
    );
  }
  const base = wholeOf(readContract(file), file, dirname(file), depth + 1);
  const { whole, strangers } = applyDifferences(base, own);
  if (strangers.length > 0)
    throw new ContractError(`${source}: its base ${own.base} has no ${strangers.join(', no ')}`);
  return checked(wholeProfile, whole, toml, source);
}

function readContract(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ContractError(`${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

function checked<Output>(schema: z.ZodType<Output>, raw: unknown, toml: string, source: string): Output {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const places = result.error.issues.map((issue) => {
    const key = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const line = lineOf(toml, [...issue.path, ...key].map(String));
    const place = issue.path.join('.') || 'the file';
    return `${line === undefined ? '' : `line ${line}, `}${place}: ${issue.message}`;
  });
  throw new ContractError(`${source} is no valid contract: ${places.join('; ')}`);
}

export function contractOf(profile: WholeProfile): Contract {
  const { labels, origin, push } = profile;
  const definitions = definitionsFrom(profile.definitions) as Definitions;
  return {
    profile: profile.profile,
    about: profile.about,
    version: profile.version,
    levels: profile.levels,
    sources: profile.sources,
    definitions,
    fixed: new Set(profile.fixed),
    push: { intervalSeconds: push.interval_seconds, toleranceSeconds: push.tolerance_seconds },
    labels: {
      unknownOperation: labels.operation.unknown,
      namedInMessages: labels.operation.named_in_messages && new Set(labels.operation.named_in_messages),
      otherRoute: labels.route.other,
      routes: new Map(Object.entries(labels.route.templates)),
      permissions: new Map(Object.entries(labels.permission)),
    },
    origin: {
      scope: origin.scope,
      ...(origin.scope_version === undefined ? {} : { scopeVersion: origin.scope_version }),
      attributes: new Map(Object.entries(origin.attributes).filter(([, pattern]) => pattern !== 'absent')),
      furtherAttributes: origin.further_attributes,
    },
    furtherInstruments: profile.further_instruments,
    instruments: profile.instrument.map((instrument) => ({
      number: instrument.number,
      name: instrument.name,
      kind: instrument.kind,
      unit: instrument.unit,
      numberType: instrument.number_type,
      document: instrument.document,
      description: instrument.description,
      attributes: (instrument.attributes ?? []).map((rule) => attributeRule(rule, definitions)),
      inFirstExport: instrument.in_first_export ?? false,
      onTheWire: instrument.on_the_wire ?? true,
      capability: instrument.capability,
    })),
    topics: profile.topic.map((topic) => ({ ...topic, capability: topic.capability })),
  };
}

type RawRule = NonNullable<WholeProfile['instrument'][number]['attributes']>[number];

/** Users have a definition of their own: whose label may be anything may be in any words. */
function attributeRule(
  { key, renaming, distinguishes = false, values }: RawRule,
  { labelWords, userLabel }: Definitions,
): AttributeRule {
  const may = key === 'user' ? userLabel === 'any' : labelWords === 'own';
  return { key, renaming: (may ? renaming : undefined) ?? 'none', distinguishes, values };
}

/** A contract file that cannot be used; the message says why and where. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
}

function parseToml(toml: string, source: string): Readonly<Record<string, unknown>> {
  try {
    return parse(toml);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new ContractError(`${source}:${error.line}:${error.column}: ${error.message.split('\n')[0]}`);
  }
}
