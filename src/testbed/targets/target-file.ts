import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { CAPABILITIES, CAPABILITY_NAMES, type Capability } from '../../contract/capabilities.ts';
import { enumerationCode } from '../../kmip/tables.ts';
import { readToml } from '../../toml/read.ts';
import { textOf } from '../../toml/text-of.ts';
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
    token_file: z.string().optional().describe('file that holds its bearer token'),
    token_environment: z.string().optional().describe('environment variable that holds it'),
    certificate_file: z.string().optional().describe('PEM, its client certificate'),
    key_file: z.string().optional().describe('PEM, the key of that'),
    name: z.string().optional().describe('as the telemetry labels it, where that is not the word itself'),
  })
  .refine((given) => (given.certificate_file === undefined) === (given.key_file === undefined), {
    error: 'certificate_file and key_file belong together',
  });

/** Descriptions become docs/target-file.md. */
export const TARGET_FILE_SCHEMA = z.strictObject({
  name: z.string().min(1).describe('in reports'),
  version: z
    .string()
    .optional()
    .describe('of the product: reports show it, conditions of a baseline read it'),
  target: z
    .string()
    .optional()
    .describe('reference, command:..., image:..., url:...; --target on the command line wins'),
  profile: z
    .string()
    .default('documented')
    .describe('name of a profile that comes with the suite, or a path beside this file'),
  definitions: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .default({})
    .describe("definitions that differ from the profile's: see profiles.md"),
  strict: z.boolean().default(false).describe('SHOULD counts like MUST'),
  exclusive: z
    .boolean()
    .default(true)
    .describe('of a running KMS: nobody else sends it requests while it is judged'),

  start: z
    .strictObject({
      environment: z
        .record(z.string(), template)
        .default({})
        .describe('variables for the process; one whose value is empty after filling in is left out'),
      arguments: template
        .default('')
        .describe('further arguments, split into words as by a shell once they are filled in'),
      configuration: template
        .optional()
        .describe('text of the configuration file, written to {{config_file}}'),
      ready_path: z
        .string()
        .startsWith('/')
        .default('/version')
        .describe('path that is answered, with whatever status, once the KMS serves'),
      ready_seconds: seconds.default(30).describe('it must be answered within this time'),
      stop_seconds: seconds.default(10).describe('time between SIGTERM and SIGKILL'),
      image_http_port: z.int().positive().default(9998).describe('port of HTTP inside the image'),
      image_socket_port: z.int().positive().default(5696).describe('port of KMIP over TLS inside the image'),
    })
    .prefault({}),

  push: z
    .strictObject({
      test_interval_ms: z
        .int()
        .min(50)
        .optional()
        .describe(
          'interval that it can be told through {{interval_ms}}; absent = it always pushes as documented',
        ),
      settle_ms: z
        .int()
        .nonnegative()
        .default(1000)
        .describe("an answer's effects are in every collection taken this much later"),
    })
    .prefault({}),

  connection: z
    .strictObject({
      ca_file: z.string().optional().describe('PEM of the authority of its certificate'),
      socket: z
        .string()
        .regex(/^[^\s:]+:\d+$/, { error: 'must be host:port' })
        .optional()
        .describe('host:port of KMIP over TLS'),
      key_encryption_key: z
        .string()
        .optional()
        .describe('of a KMS that runs already: identifier of the key that wraps every new object'),
    })
    .prefault({}),

  identities: z
    .strictObject({
      by: z
        .enum(['tokens', 'certificates', 'default', 'given'])
        .default('tokens')
        .describe(
          "tokens: bearer tokens made by the suite, told through {{tokens_file}}; certificates: made by the suite, users by their common names; default: everybody is the KMS's default user; given: each as its table says",
        ),
      default_user: z.string().default('admin').describe('as the telemetry labels it, with by = "default"'),
      user: z
        .record(z.string(), user)
        .default({})
        .describe('with by = "given": a table for each user, [identities.user.alice]'),
    })
    .prefault({}),

  hsm: z
    .strictObject({
      model: z.string().default('softhsm2').describe('as the label hsm_model of the telemetry has it'),
      softhsm_in_image: z
        .boolean()
        .default(false)
        .describe('the image has SoftHSM: tokens are made here and mounted; without it an image has no HSM'),
      slot: z.int().nonnegative().optional().describe('of a KMS that runs already: where its HSM keeps keys'),
    })
    .prefault({}),
  cache: z
    .strictObject({
      idle_seconds: seconds.default(900).describe('disuse after which it forgets a key'),
      entries: z.int().positive().default(1000).describe('what it holds at most'),
    })
    .prefault({}),

  capabilities: z.strictObject({
    operations: z
      .union([z.literal('all'), z.array(operation)])
      .default('all')
      .describe('names of the KMIP Operation enumeration, or "all" that the suite asks for'),
    ...(Object.fromEntries(
      CAPABILITY_NAMES.map((name) => [name, z.boolean().default(false).describe(CAPABILITIES[name])]),
    ) as Record<Capability, z.ZodDefault<z.ZodBoolean>>),
  }),

  production_safe: z
    .strictObject({
      operations: z
        .array(operation)
        .describe('the only operations that are sent; Revoke, Destroy and GetAttributes must be among them'),
      objects: z.int().positive().describe('at most so many are made, and all are destroyed again'),
      name_prefix: z.string().min(1).describe('every name that the suite chooses begins with it'),
      requests_per_second: seconds.describe('at most'),
    })
    .optional(),
});

/** A target file as it stands, checked; paths in it are absolute. */
export type TargetFile = z.infer<typeof TARGET_FILE_SCHEMA>;

/** @throws FileError, with the line, also where the file cannot be read */
export function loadTargetFile(file: string): TargetFile {
  const text = textOf(file, `the target file ${file}`);
  return withAbsolutePaths(parseTargetFile(text, file), dirname(resolve(file)));
}

/** The same from text; `source` is named in errors. */
export const parseTargetFile = (text: string, source: string): TargetFile =>
  readToml(text, source, TARGET_FILE_SCHEMA);

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
