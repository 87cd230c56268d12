const HIDDEN = '[redacted]';

/** Hides user name, password and query of every URL in a text. */
export const redactUrl = (text: string): string =>
  text
    .replaceAll(/(:\/\/)[^/?#\s"@]+@/g, `$1${HIDDEN}@`)
    .replaceAll(/(:\/\/[^?#\s"]*\?)[^#\s"]+/g, `$1${HIDDEN}`);

/** Makes the function through which every text passes that leaves the process in a log or an error. */
export const redactor = (secrets: readonly string[]): ((text: string) => string) => {
  const known = secrets.filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  return (text) => known.reduce((clean, secret) => clean.replaceAll(secret, HIDDEN), redactUrl(text));
};
