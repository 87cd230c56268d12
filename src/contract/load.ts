import { readFileSync } from 'node:fs';
import { parse, TomlError } from 'smol-toml';
import { z } from 'zod';
import type { Contract } from './contract.ts';

const level = z.enum(['MUST', 'SHOULD', 'MAY']);
const capability = z.enum(['cache', 'hsm']);

const schema = z
  .strictObject({
    profile: z.string(),
    version: z.int().positive(),
    levels: z.strictObject({
      name: level,
      kind: level,
      unit: level,
      attributes: level,
      value: level,
      time: level,
    }),
    definitions: z.strictObject({
      'regrant-counts': z.boolean(),
      'error-scope': z.enum(['kmip', 'all']),
      'destroyed-objects-count': z.boolean(),
      'hsm-objects-count': z.boolean(),
      'active-keys': z.enum(['active-keys', 'active-objects-visible-to-admin', 'non-destroyed-keys']),
      'cache-fill-at-creation': z.boolean(),
      'cache-insert-when-off': z.boolean(),
      'active-users-window-seconds': z.int().positive(),
      'background-database': z.enum(['none', 'any']),
    }),
    push: z.strictObject({
      interval_seconds: z.int().positive(),
      tolerance_seconds: z.number().positive(),
    }),
    labels: z.strictObject({
      operation: z.strictObject({ unknown: z.string() }),
      route: z.strictObject({ other: z.string(), templates: z.record(z.string(), z.string()) }),
      permission: z.record(z.string(), z.string()),
    }),
    instrument: z.array(
      z.strictObject({
        number: z.int().min(1),
        name: z.string().regex(/^[a-z][a-z0-9_.]*$/),
        kind: z.enum(['counter', 'up-down-counter', 'histogram', 'gauge']),
        unit: z.string(),
        document: z.string(),
        attributes: z
          .array(
            z.strictObject({
              key: z.string(),
              renaming: z.boolean().default(false),
              distinguishes: z.boolean().default(false),
            }),
          )
          .default([]),
        in_first_export: z.boolean().default(false),
        capability: capability.optional(),
      }),
    ),
    topic: z.array(
      z.strictObject({
        id: z.string().regex(/^[a-z-]+\/[a-z-]+$/),
        level,
        text: z.string(),
        capability: capability.optional(),
      }),
    ),
  })
  .superRefine((contract, context) => {
    for (const twice of duplicates([
      ...contract.instrument.map((instrument) => instrument.name),
      ...contract.instrument.map((instrument) => `instrument number ${instrument.number}`),
      ...contract.topic.map((topic) => topic.id),
    ])) {
      context.addIssue({ code: 'custom', message: `${twice} stands twice` });
    }
  });

/**
 * Reads a profile.
 * @throws ContractError that names the file and every place that is not in order.
 */
export function loadContract(file: string | URL): Contract {
  return parseContract(readContract(file), String(file));
}

function readContract(file: string | URL): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ContractError(`${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

/** The same from text; `source` is named in errors. */
export function parseContract(toml: string, source: string): Contract {
  const raw = schema.safeParse(parseToml(toml, source));
  if (!raw.success) {
    const places = raw.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
    throw new ContractError(`${source} is no valid contract: ${places.join('; ')}`);
  }
  const { definitions, labels, push } = raw.data;
  return {
    profile: raw.data.profile,
    version: raw.data.version,
    levels: raw.data.levels,
    definitions: {
      regrantCounts: definitions['regrant-counts'],
      errorScope: definitions['error-scope'],
      destroyedObjectsCount: definitions['destroyed-objects-count'],
      hsmObjectsCount: definitions['hsm-objects-count'],
      activeKeys: definitions['active-keys'],
      cacheFillAtCreation: definitions['cache-fill-at-creation'],
      cacheInsertWhenOff: definitions['cache-insert-when-off'],
      activeUsersWindowSeconds: definitions['active-users-window-seconds'],
      backgroundDatabase: definitions['background-database'],
    },
    push: { intervalSeconds: push.interval_seconds, toleranceSeconds: push.tolerance_seconds },
    labels: {
      unknownOperation: labels.operation.unknown,
      otherRoute: labels.route.other,
      routes: new Map(Object.entries(labels.route.templates)),
      permissions: new Map(Object.entries(labels.permission)),
    },
    instruments: raw.data.instrument.map((instrument) => ({
      number: instrument.number,
      name: instrument.name,
      kind: instrument.kind,
      unit: instrument.unit,
      document: instrument.document,
      attributes: instrument.attributes,
      inFirstExport: instrument.in_first_export,
      capability: instrument.capability,
    })),
    topics: raw.data.topic.map((topic) => ({ ...topic, capability: topic.capability })),
  };
}

/** A contract file that cannot be used; the message says why and where. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
}

function parseToml(toml: string, source: string): unknown {
  try {
    return parse(toml);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new ContractError(`${source}:${error.line}:${error.column}: ${error.message.split('\n')[0]}`);
  }
}

function duplicates(words: readonly string[]): Set<string> {
  return new Set(words.filter((word, index) => words.indexOf(word) !== index));
}
