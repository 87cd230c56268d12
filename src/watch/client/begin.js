import { showBoard, showFacts } from './board.js';
import { byId } from './dom.js';
import { showSeries } from './series.js';
import { learn, store } from './store.js';

/** Changes are said to ears at most so often, several at once. */
const SAY_EVERY_MS = 3000;

/** @type {import('../update.ts').Change[]} */
let unsaid = [];
let isDrawn = true;

const connection = byId('connection');
/** @param {string} words @param {import('./dom.js').Look} look */
function tellConnection(words, look) {
  connection.textContent = words;
  connection.className = `verdict ${look}`;
}

function draw() {
  isDrawn = true;
  showBoard();
  showSeries();
}

const source = new EventSource('/events');
source.onopen = () => tellConnection('live', 'passed');
source.onerror = () => tellConnection('connection lost, trying again', 'failed');
source.onmessage = ({ data }) => {
  unsaid = [...unsaid, ...learn(JSON.parse(data))].slice(-100);
  if (isDrawn) requestAnimationFrame(draw);
  isDrawn = false;
};
source.addEventListener('end', () => {
  source.close();
  const verdict = store.facts?.verdict;
  tellConnection(verdict ?? 'ended', verdict?.startsWith('conform') ? 'passed' : 'aside');
});

setInterval(showFacts, 1000);
setInterval(() => {
  const news = unsaid.filter(({ look }) => look !== 'aside');
  unsaid = [];
  if (news.length === 0) return;
  const bad = news.filter(({ look }) => look !== 'passed');
  const first = (bad[0] ?? news[0])?.text ?? '';
  byId('said').textContent =
    news.length === 1 ? first : `${news.length} changes, ${bad.length} of them bad: ${first}`;
}, SAY_EVERY_MS);
