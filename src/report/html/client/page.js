// The modules of this folder are put into the page one after the other, without their imports and exports: a page
// that is one file cannot import. They are plain JavaScript; tsconfig.browser.json checks their types.

/** @typedef {import('../../report.ts').EpochReport} EpochReport */
/** @typedef {import('../../report.ts').SeriesReport} SeriesReport */
/** @typedef {import('../../report.ts').RequestReport} RequestReport */
/** @typedef {{ epoch: number, series: SeriesReport, name: string, words: string }} Listed */

/** @type {{ startedAtUnixMs: number, epochs: EpochReport[] }} */
export const { startedAtUnixMs, epochs } = JSON.parse(byId('data').textContent ?? '');

/** Rows and series that are added at a time. */
export const PAGE = 50;
/** Charts beside one finding. */
export const CHARTS = 4;

/** @param {string} id */
export function byId(id) {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no ${id}`);
  return element;
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
export function shape(tag, attributes = {}, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, `${value}`);
  made.append(...children);
  return made;
}

/** What a browser would obey instead of showing it: see visible.ts. @param {string} text */
export const visible = (text) =>
  text.replace(
    /[\p{Cc}\p{Bidi_Control}\p{Cs}\u2028\u2029\ufeff]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );

/** @param {number} unixMs */
export const seconds = (unixMs) => `${((unixMs - startedAtUnixMs) / 1000).toFixed(3)} s`;

/** @param {string[]} heads @param {string[][]} rows */
export function table(heads, rows) {
  return element(
    'div',
    { class: 'wide', tabindex: '0' },
    element(
      'table',
      {},
      element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
      element(
        'tbody',
        {},
        ...rows.map((cells) => element('tr', {}, ...cells.map((cell) => element('td', {}, visible(cell))))),
      ),
    ),
  );
}
