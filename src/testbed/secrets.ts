/** What no output may repeat: every token, PIN and private key that this process was given or has made. */
const secrets = new Set<string>();

/** Makes it known as a secret, and gives it back. */
export function keepSecret(secret: string): string {
  secrets.add(secret);
  return secret;
}

export const knownSecrets = (): readonly string[] => [...secrets];
