/**
 * What came from the wire may hold characters that a terminal, an editor or a browser obeys instead of showing:
 * controls, and those that turn the direction of text (Unicode TR #36). They are written out; line feeds stay.
 */
export const visible = (text: string): string =>
  text
    .replaceAll('\t', ' ')
    .replaceAll(OBEYED, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);

const OBEYED = /(?!\n)[\p{Cc}\p{Bidi_Control}\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]/gu;

/** The same in one line. */
export const inOneLine = (text: string): string => visible(text).replaceAll('\n', ' ');
