import { byId } from './page.js';

export const form = /** @type {HTMLFormElement} */ (document.querySelector('form.filter'));
export const text = /** @type {HTMLInputElement} */ (byId('filter-text'));
export const checks = [
  .../** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll('details.check')),
].map((details) => ({
  details,
  id: details.dataset.id ?? '',
  state: details.dataset.state ?? '',
  level: details.dataset.level ?? '',
  words: (details.textContent ?? '').toLowerCase(),
}));
const buttons = [
  .../** @type {NodeListOf<HTMLButtonElement>} */ (form.querySelectorAll('button[aria-pressed]')),
];

/** @param {'state' | 'level'} kind */
const pressed = (kind) =>
  buttons
    .filter((button) => button.getAttribute('aria-pressed') === 'true')
    .flatMap(({ dataset }) => dataset[kind] ?? []);

export function applyFilter() {
  const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
  const states = pressed('state');
  const levels = pressed('level');
  const shown = new Set();
  for (const check of checks) {
    const fits =
      (states.length === 0 || states.includes(check.state)) &&
      (levels.length === 0 || levels.includes(check.level)) &&
      words.every((word) => check.words.includes(word));
    check.details.hidden = !fits;
    if (fits) shown.add(check.id);
  }
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('tr[data-row]'))) {
    const own = row.dataset.check === undefined ? [...row.querySelectorAll('[data-check]')] : [row];
    row.hidden = !own.some((cell) => shown.has(/** @type {HTMLElement} */ (cell).dataset.check));
  }
  byId('filter-status').textContent = `${shown.size} of ${checks.length} checks shown`;
}

for (const button of buttons) {
  button.addEventListener('click', () => {
    button.setAttribute('aria-pressed', button.getAttribute('aria-pressed') === 'true' ? 'false' : 'true');
    applyFilter();
  });
}
text.addEventListener('input', applyFilter);
form.addEventListener('submit', (event) => event.preventDefault());
byId('filter-reset').addEventListener('click', () => {
  text.value = '';
  for (const button of buttons) button.setAttribute('aria-pressed', 'false');
  applyFilter();
});
byId('open-all').addEventListener('click', () => {
  for (const { details, state } of checks) details.open = state !== 'passed' && state !== 'not-run';
});
byId('close-all').addEventListener('click', () => {
  for (const { details } of checks) details.open = false;
});

/** A link to a check opens it, and shows it even where the filter has hidden it. */
export function openLinked() {
  const linked = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!(linked instanceof HTMLDetailsElement)) return;
  linked.hidden = false;
  linked.open = true;
  linked.scrollIntoView();
  linked.querySelector('summary')?.focus({ preventScroll: true });
}
window.addEventListener('hashchange', openLinked);
document.addEventListener('click', ({ target }) => {
  const link = target instanceof Element ? target.closest('a[href^="#check-"]') : null;
  if (link?.getAttribute('href') === location.hash) openLinked();
});
