import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Markup } from './markup.ts';

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

export const STYLE = read('style.css');
/** In this order: each uses what the ones before it define. */
const MODULES = ['page', 'filter', 'series', 'chart', 'series-list', 'timeline', 'begin'];

/** Modules as one script: names are unique among them, so that without imports and exports they find each other. */
export const bundled = (modules: readonly string[]): string =>
  [
    '(() => {',
    ...modules.map((text) => text.replaceAll(/^import [^;]*;\n/gm, '').replaceAll(/^export /gm, '')),
    '})();',
    '',
  ].join('\n');

const SCRIPT = bundled(MODULES.map((name) => read(`client/${name}.js`)));

/** As a Content-Security-Policy names a text that may stand in the page. */
export const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing is loaded from anywhere, and nothing runs but the one script of the page. */
export const POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(STYLE)}`,
  `script-src ${hashOf(SCRIPT)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export const styleElement = new Markup(`<style>${STYLE}</style>`);
export const scriptElement = new Markup(`<script>${SCRIPT}</script>`);

/** Data for the script, which can end neither its element nor a comment. */
export const dataElement = (data: unknown): Markup =>
  new Markup(
    `<script type="application/json" id="data">${JSON.stringify(data).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}</script>`,
  );
