import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { CAPABILITY_NAMES, type Capability } from '../../contract/capabilities.ts';
import { enumerationCode } from '../../kmip/tables.ts';
import { FileError, readToml } from '../../toml/read.ts';
import { checkTemplate, TemplateError } from './template.ts';

const template = z.string().superRefine((text, context) => {
  try {
    checkTemplate(text, 'template');
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
  }
});

const operation = z.string().refine(isOperation, { error: 'is no operation of KMIP' });
const seconds = z.number().positive();

/** How a user proves who it is. Secrets stand in files or in the environment, never here. */
const user = z
  .strictObject({
    token_file: z.string().optional(),
    token_environment: z.string().optional(),
    certificate_file: z.string().optional(),
    key_file: z.string().optional(),
    /** As the label of the telemetry has it; default: the word itself. */
    name: z.string().optional(),
  })
  .refine((given) => (given.certificate_file === undefined) === (given.key_file === undefined), {
    error: 'certificate_file and key_file belong together',
  });

const schema = z.strictObject({
  /** In reports. */
  name: z.string().min(1),
  /** Of the product: reports show it, conditions of a baseline read it. */
  version: z.string().optional(),
  /** reference, command:..., image:..., url:...; the command line wins. */
  target: z.string().optional(),
  /** Name of a profile in contract/, or a path beside this file. */
  profile: z.string().default('documented'),
  /** Definitions that differ from the profile's. */
  definitions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  /** SHOULD counts like MUST. */
  strict: z.boolean().default(false),
  /** Of a running KMS: nobody else sends requests while it is judged. */
  exclusive: z.boolean().default(true),

  start: z
    .strictObject({
      /** Variables for the process; one whose value is empty after filling in is left out. */
      environment: z.record(z.string(), template).default({}),
      /** Further arguments, split into words as by a shell once it is filled in. */
      arguments: template.default(''),
      /** Text of the configuration file. */
      configuration: template.optional(),
      /** Path that is answered, with whatever status, once the KMS serves. */
      ready_path: z.string().startsWith('/').default('/version'),
      ready_seconds: seconds.default(20),
      stop_seconds: seconds.default(10),
      /** Ports inside an image. */
      image_http_port: z.int().positive().default(9998),
      image_socket_port: z.int().positive().default(5696),
    })
    .prefault({}),

  push: z
    .strictObject({
      /** The interval that it can be told through {{interval_ms}}; absent = it pushes as documented, always. */
      test_interval_ms: z.int().min(50).optional(),
      /** An answer's effects are in every collection taken this much later. */
      settle_ms: z.int().nonnegative().default(1000),
    })
    .prefault({}),

  connection: z
    .strictObject({
      /** PEM of the authority of its certificate. */
      ca_file: z.string().optional(),
      /** host:port of KMIP over TLS. */
      socket: z
        .string()
        .regex(/^[^\s:]+:\d+$/, { error: 'must be host:port' })
        .optional(),
    })
    .prefault({}),

  identities: z
    .strictObject({
      /**
       * tokens: made by the suite, told through {{tokens_file}}. certificates: made by the suite, users by their
       * common names. default: everybody is the KMS's default user. given: each as its table says.
       */
      by: z.enum(['tokens', 'certificates', 'default', 'given']).default('tokens'),
      default_user: z.string().default('admin'),
      user: z.record(z.string(), user).default({}),
    })
    .prefault({}),

  hsm: z.strictObject({ model: z.string().default('softhsm2') }).prefault({}),
  cache: z
    .strictObject({
      idle_seconds: seconds.default(900),
      entries: z.int().positive().default(1000),
    })
    .prefault({}),

  capabilities: z.strictObject({
    operations: z.union([z.literal('all'), z.array(operation)]).default('all'),
    ...(Object.fromEntries(CAPABILITY_NAMES.map((name) => [name, z.boolean().default(false)])) as Record<
      Capability,
      z.ZodDefault<z.ZodBoolean>
    >),
  }),

  production_safe: z
    .strictObject({
      operations: z.array(operation),
      /** At most so many are made, and all are destroyed again. */
      objects: z.int().positive(),
      /** Every name that the suite chooses begins with it. */
      name_prefix: z.string().min(1),
      requests_per_second: seconds,
    })
    .optional(),
});

/** A target file as it stands, checked; paths in it are absolute. */
export type TargetFile = z.infer<typeof schema>;

/** @throws FileError, with the line, also where the file cannot be read */
export function loadTargetFile(file: string): TargetFile {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new FileError(`the target file ${file} cannot be read: ${(error as Error).message}`);
  }
  return withAbsolutePaths(parseTargetFile(text, file), dirname(resolve(file)));
}

/** The same from text; `source` is named in errors. */
export const parseTargetFile = (text: string, source: string): TargetFile => readToml(text, source, schema);

function withAbsolutePaths(target: TargetFile, folder: string): TargetFile {
  const absolute = <T extends object>(table: T): T =>
    Object.fromEntries(
      Object.entries(table).map(([key, value]) =>
        key.endsWith('_file') && typeof value === 'string' ? [key, resolve(folder, value)] : [key, value],
      ),
    ) as T;
  const users = Object.entries(target.identities.user).map(([name, given]) => [name, absolute(given)]);
  return {
    ...target,
    profile: target.profile.endsWith('.toml') ? resolve(folder, target.profile) : target.profile,
    connection: absolute(target.connection),
    identities: { ...target.identities, user: Object.fromEntries(users) },
  };
}

function isOperation(name: string): boolean {
  try {
    enumerationCode('Operation', name);
    return true;
  } catch {
    return false;
  }
}
