/**
 * Read in the page by dashboard.ts. How Grafana marks a panel: 9.5 and later, 8 to 9.4, 7.5.
 * @param {string} title
 */
const containerOf = (title) => {
  const name = CSS.escape(title);
  return document.querySelector(
    [
      `section[data-testid="data-testid Panel header ${name}"]`,
      `section[aria-label="${name} panel"]`,
      `div[aria-label="Panel container title ${name}"]`,
    ].join(),
  );
};

/** 10.2 and later, 9, 7.5 and 8. */
const ERROR = [
  '[data-testid="data-testid Panel status error"]',
  '[aria-label="Panel status error"]',
  '[aria-label="Panel status"]',
  '[aria-label="Panel header error"]',
  '.panel-info-corner--error',
].join();

const LOADING =
  '[aria-label="Panel loading bar"], [data-testid="data-testid Panel loading bar"], .panel-loading';

/** Types of panels that draw; the heat map of 7.5 draws rectangles. */
const DRAWN = ['timeseries', 'heatmap'];
const DRAWING = 'canvas, svg rect';

/**
 * @param {readonly { title: string, type: string }[]} wanted
 * @returns {readonly import('./compare.ts').Shown[]}
 */
export const panelsShown = (wanted) =>
  wanted.map(({ title, type }) => {
    const container = containerOf(title);
    const text = container instanceof HTMLElement ? textBelow(container, title) : '';
    return {
      title,
      type,
      text,
      trouble: troubleOf(container, type, text),
      accessibleName: nameOf(container),
    };
  });

/**
 * @param {HTMLElement} container
 * @param {string} title
 */
const textBelow = (container, title) =>
  container.innerText
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== title)
    .join(' ');

/**
 * @param {Element | null} container
 * @param {string} type
 * @param {string} text
 */
const troubleOf = (container, type, text) => {
  if (container === null) return 'it is not on the screen';
  if (container.querySelector(ERROR) !== null) return `it shows an error ${text}`.trim();
  if (/\bNo data\b/i.test(text)) return 'it shows "No data"';
  if (container.querySelector(LOADING) !== null) return 'it is still loading';
  if (DRAWN.includes(type)) return container.querySelector(DRAWING) === null ? 'it draws nothing' : undefined;
  return text === '' ? 'it stays empty' : undefined;
};

/** @param {Element | null} container */
const nameOf = (container) => {
  const other = document.getElementById(container?.getAttribute('aria-labelledby') ?? '');
  return container?.getAttribute('aria-label') ?? other?.textContent ?? undefined;
};
