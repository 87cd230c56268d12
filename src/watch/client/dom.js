// The modules of this folder are put into the page one after the other, without their imports and exports: see
// report/html. They are plain JavaScript; tsconfig.browser.json checks their types. All texts that come are clean
// already, and are shown as text only.

/** @typedef {import('../../report/html/state.ts').Look} Look */
/** @typedef {{ text: string, kind?: 'head' | 'number' | 'word' | 'aspect' | 'code' | 'badge', look?: Look, heard?: string }} Cell */
/** @typedef {{ key: string, cells: Cell[], look?: string }} Row */

/** @type {{ signs: Record<Look, string>, aspects: string[], judges: 'stream' | 'run' }} */
export const { signs, aspects, judges } = JSON.parse(byId('data').textContent ?? '');

/** @param {string} id */
export function byId(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
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

const calm = matchMedia('(prefers-reduced-motion: reduce)');

/** Shows what is new for a moment, to those who want to see things move. @param {Element} cell */
function flash(cell) {
  if (calm.matches) return;
  const ground = getComputedStyle(document.documentElement).getPropertyValue('--known-ground');
  cell.animate([{ backgroundColor: ground }, { backgroundColor: 'transparent' }], 900);
}

/** @param {Element} place @param {Cell} cell */
function fill(place, { text, kind, look, heard }) {
  if (kind === 'aspect' && look !== undefined) {
    place.replaceChildren(
      element('span', { class: `sign ${look}`, 'aria-hidden': 'true', title: heard ?? '' }, signs[look]),
      element('span', { class: 'heard' }, heard ?? ''),
    );
  } else if (kind === 'badge' && look !== undefined) {
    const sign = element('span', { 'aria-hidden': 'true' }, signs[look]);
    place.replaceChildren(element('span', { class: `badge ${look}` }, sign, ` ${text}`));
  } else if (kind === 'code' || kind === 'head') place.replaceChildren(element('code', {}, text));
  else place.textContent = text;
}

/** @type {WeakMap<Element, Map<string, { tr: HTMLTableRowElement, told: string[] }>>} */
const shownIn = new WeakMap();

/** Makes these the rows of a table; what is there already is changed in place. @param {HTMLElement} body @param {Row[]} rows */
export function showRows(body, rows) {
  const before = shownIn.get(body) ?? new Map();
  const now = new Map();
  let at = body.firstElementChild;
  for (const { key, cells, look = '' } of rows) {
    const told = cells.map((cell) => `${cell.look ?? ''} ${cell.text} ${cell.heard ?? ''}`);
    const known = before.get(key);
    const tr = known?.tr ?? element('tr');
    if (tr.className !== look) tr.className = look;
    cells.forEach((cell, index) => {
      if (known?.told[index] === told[index]) return;
      const place = tr.children[index] ?? tr.appendChild(placeOf(cell));
      fill(place, cell);
      if (known !== undefined) flash(place);
    });
    now.set(key, { tr, told });
    before.delete(key);
    if (at !== null && tr === at) at = at.nextElementSibling;
    else body.insertBefore(tr, at);
  }
  for (const { tr } of before.values()) tr.remove();
  shownIn.set(body, now);
}

/** @param {Cell} cell */
function placeOf({ kind }) {
  if (kind === 'head') return element('th', { scope: 'row' });
  if (kind === 'code') return element('td', { class: 'word' });
  return element('td', kind === 'number' || kind === 'aspect' || kind === 'word' ? { class: kind } : {});
}

/** @param {number | undefined} unixMs */
export const clock = (unixMs) => (unixMs === undefined ? '' : new Date(unixMs).toTimeString().slice(0, 8));
