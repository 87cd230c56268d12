/** What is to be judged, as `--target` and the `target` line of a target file name it. */
export type TargetName =
  | { readonly kind: 'reference' }
  /** Program and arguments. */
  | { readonly kind: 'command'; readonly words: readonly string[] }
  | { readonly kind: 'image'; readonly image: string }
  | { readonly kind: 'url'; readonly url: URL };

/** A target that cannot be meant; the message says how targets are written. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
}

const FORMS =
  'reference, command:PROGRAM ARGUMENT..., image:NAME:TAG, url:http://HOST:PORT or url:https://HOST:PORT';

/** @throws TargetError */
export function parseTarget(text: string): TargetName {
  if (text === 'reference') return { kind: 'reference' };
  const [, kind, rest = ''] = /^(command|image|url):(.*)$/s.exec(text.trim()) ?? [];
  switch (kind) {
    case 'command':
      return { kind, words: commandOf(rest) };
    case 'image':
      if (/^[\w.-]+(?::\d+)?(?:\/[\w.-]+)*(?::[\w.-]+)?(?:@sha256:[0-9a-f]{64})?$/.test(rest))
        return { kind, image: rest };
      throw new TargetError(`${JSON.stringify(rest)} is no name of an image: write image:NAME:TAG`);
    case 'url':
      return { kind, url: urlOf(rest) };
    default:
      throw new TargetError(`there is no target ${JSON.stringify(text)}; a target is ${FORMS}`);
  }
}

function urlOf(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new TargetError(
      `${JSON.stringify(text)} is no address: write url:http://HOST:PORT or url:https://HOST:PORT`,
    );
  if (url.username !== '' || url.password !== '')
    throw new TargetError(
      'credentials in an address end up in logs: give them by file or environment variable',
    );
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw new TargetError(`${text} has a path: give only scheme, host and port`);
  return url;
}

function commandOf(text: string): readonly string[] {
  const words = wordsOf(text);
  if (words.length === 0)
    throw new TargetError('command: names no program: write command:PROGRAM ARGUMENT...');
  return words;
}

/** Words as a shell splits them: blanks separate, quotes and backslashes keep together. No expansion takes place. */
export function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (letter === '\\' && quote !== "'") {
      at += 1;
      if (at >= text.length) throw new TargetError('the command ends with a backslash');
      word = (word ?? '') + text[at];
    } else if (letter === quote) quote = undefined;
    else if (quote === undefined && (letter === '"' || letter === "'")) {
      quote = letter;
      word ??= '';
    } else if (quote === undefined && /\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + letter;
  }
  if (quote !== undefined) throw new TargetError(`the command has a ${quote} that is never closed`);
  if (word !== undefined) words.push(word);
  return words;
}
