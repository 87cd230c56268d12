import { applyFilter, form, openLinked } from './filter.js';
import { byId } from './page.js';
import { listSeries } from './series-list.js';
import { showAll } from './timeline.js';

for (const part of [form, byId('traffic'), byId('series'), ...document.querySelectorAll('p.tools')]) {
  if (part instanceof HTMLElement) part.hidden = false;
}
applyFilter();
listSeries();
showAll();
openLinked();
