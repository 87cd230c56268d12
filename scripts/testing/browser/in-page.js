// Run inside the page by the cases: plain JavaScript, because it is sent there as text.

/** Texts whose contrast with what is behind them is below 4.5 to 1 (WCAG 2.2, 1.4.3). */
export function poorContrasts() {
  const channels = (/** @type {string} */ colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (/** @type {number[]} */ rgb) => {
    const [r = 0, g = 0, b = 0] = rgb.slice(0, 3).map((value) => {
      const share = value / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = (/** @type {Element | null} */ element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if ((colour[3] ?? 1) > 0.99) return colour;
    }
    return [255, 255, 255];
  };
  const poor = new Set();
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '',
    );
    if (!own || element.closest('script, style, noscript, title, [hidden]') !== null) continue;
    const style = getComputedStyle(element);
    const isDrawn = element instanceof SVGElement;
    const [a, b] = [
      luminance(channels(isDrawn ? style.fill : style.color)),
      luminance(groundOf(element)),
    ].sort((x, y) => y - x);
    const ratio = ((a ?? 0) + 0.05) / ((b ?? 0) + 0.05);
    if (ratio < 4.5) poor.add(`${element.tagName}.${element.getAttribute('class')} ${ratio.toFixed(2)}`);
  }
  return [...poor];
}

/** What a screen reader would find without a name, and tables without headers. */
export function unnamed() {
  const isNamed = (/** @type {Element} */ element) =>
    (element.textContent ?? '').trim() !== '' ||
    element.hasAttribute('aria-label') ||
    element.hasAttribute('aria-labelledby') ||
    (element instanceof HTMLInputElement && (element.labels?.length ?? 0) > 0);
  const nameless = [...document.querySelectorAll('button, a, summary, input, select, svg, section, form')]
    .filter((element) => !isNamed(element) && element.closest('svg svg') === null)
    .map((element) => element.outerHTML.slice(0, 120));
  const unlabelled = [...document.querySelectorAll('select')]
    .filter((select) => (select.labels?.length ?? 0) === 0)
    .map((select) => select.outerHTML.slice(0, 120));
  const headless = [...document.querySelectorAll('table')]
    .filter((table) => table.querySelector('th[scope="col"]') === null)
    .map((table) => (table.textContent ?? '').slice(0, 120));
  return [...nameless, ...unlabelled, ...headless];
}
