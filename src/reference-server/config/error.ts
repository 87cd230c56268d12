/** The person who starts the server has something to correct. The message is one sentence: what, where, rule, remedy. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
