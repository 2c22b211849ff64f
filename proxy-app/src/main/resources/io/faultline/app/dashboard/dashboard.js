// The page: one stream of events comes in, one picture goes out. What is drawn, and how, stands in the
// other files; here are the stream, what is kept of it, and the words on top.

import { $, attribute, bytes, count, h, keep, micros, percent, seconds, spoken, text } from './dom.js';
import { columnKey, drawMap } from './map.js';
import { drawCharts, drawTimeLine } from './charts.js';
import { drawEndpoints, drawFullness, drawTail } from './lists.js';
import { drawAnatomy } from './anatomy.js';
import { drawDrawer, openCell } from './drawer.js';

const KEPT = { moments: 300, events: 160, slow: 48, failed: 32, recent: 40 };
const STALE_MILLIS = 4000;
const AGAIN_MILLIS = 2000;
const HOLD_MILLIS = 10000; // so long one exchange is shown before another one takes its place

const data = { catalog: null, moments: [], events: [], tail: [], recent: new Map(), faults: new Map(), columns: [] };
let heard = 0;
let everHeard = false;
let paused = false;
let chosen = null;
let chosenByHand = false;
let chosenAt = 0;
let drawing = false;
let toSay = '';

// ---- the stream

function connect() {
  const stream = new EventSource('/dashboard/events');
  stream.addEventListener('hello', (event) => {
    const news = JSON.parse(event.data);
    forget(news.started !== data.started);
    take(news);
  });
  stream.addEventListener('tick', (event) => take(JSON.parse(event.data)));
  stream.addEventListener('error', () => {
    lost();
    // A browser comes again by itself, except after an answer that was none: then we do.
    if (stream.readyState === EventSource.CLOSED) setTimeout(connect, AGAIN_MILLIS);
  });
}

/** @param another whether it is another process: its numbers begin anew, and mean other things */
function forget(another) {
  Object.assign(data, { moments: [], events: [], tail: [], recent: new Map(), faults: new Map() });
  if (another) {
    for (const list of [$('events'), $('tail').tBodies[0], $('drawer-body')]) list.replaceChildren();
    chosen = null;
    chosenByHand = false;
  }
}

function take(news) {
  if (data.assets && data.assets !== news.assets) {
    location.reload(); // the proxy is another build now, and so is its page
    return;
  }
  heard = Date.now();
  add(data.moments, news.moments, KEPT.moments, (each) => each.at);
  add(data.events, news.events, KEPT.events, (each) => each.n);
  add(data.tail, news.tail, Infinity, (each) => each.n);
  data.tail = [...last(KEPT.slow, (each) => each.late_us !== null), ...last(KEPT.failed, (each) => each.late_us === null)]
    .sort((a, b) => a.n - b.n);
  for (const fault of news.recent) {
    const key = fault.fault.layer + ' ' + columnKey(news.columns[fault.column]);
    if (!data.recent.has(key)) data.recent.set(key, []);
    add(data.recent.get(key), [fault], KEPT.recent, (each) => each.n);
  }
  const faults = new Map();
  for (const fault of news.faults) {
    const key = fault.code + ' ' + fault.side + ' ' + fault.upstream;
    const before = data.faults.get(key);
    faults.set(key, { ...fault, last: fault.last ?? before?.last, next: fault.next ?? before?.next });
  }
  const { moments, events, tail, recent, ...rest } = news;
  Object.assign(data, rest, { faults, last: data.moments.at(-1) });
  found();
  later();
}

function add(list, more, most, keyOf) {
  const newest = list.length === 0 ? -1 : keyOf(list.at(-1));
  list.push(...more.filter((each) => keyOf(each) > newest));
  if (list.length > most) list.splice(0, list.length - most);
}

/** A flood of the failed does not push out the slow. */
const last = (most, which) => data.tail.filter(which).slice(-most);

// ---- when the proxy does not answer

function lost() {
  const silence = heard === 0 ? '' : ' The last news is ' + seconds((Date.now() - heard) / 1000) + ' old.';
  attribute($('link'), 'data-state', 'lost');
  text($('link-text'), 'no connection');
  $('lost').hidden = false;
  text($('lost'), 'The proxy does not answer.' + silence + ' Trying again until it does.');
  document.body.classList.add('stale');
  document.title = '✕ no connection · Faultline';
}

function found() {
  const wasLost = !$('lost').hidden;
  attribute($('link'), 'data-state', 'live');
  text($('link-text'), paused ? 'live, paused' : 'live');
  $('lost').hidden = true;
  document.body.classList.remove('stale');
  if (wasLost && everHeard) say('Connected again.');
  everHeard = true;
}

setInterval(() => {
  if (heard > 0 && Date.now() - heard > STALE_MILLIS) lost();
}, 1000);

// ---- drawing

function later() {
  if (drawing || paused || document.hidden || !data.catalog || !data.at) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    draw();
  });
}

function draw() {
  head();
  verdict();
  tiles();
  drawMap(data, (layer, column) => openCell(layer, column, data));
  drawFullness(data);
  drawCharts(data);
  drawEndpoints(data);
  drawTimeLine(data);
  choose();
  drawTail(data, chosen, (each) => {
    chosen = each;
    chosenByHand = true;
    draw();
    $('anat-title').scrollIntoView({ block: 'nearest' });
  });
  drawAnatomy(chosen, chosenByHand);
  drawDrawer(data);
}

/** The slowest of late, until somebody chooses; and not another one every second. */
function choose() {
  const there = chosen && data.tail.some((each) => each.n === chosen.n);
  if (chosenByHand || (there && Date.now() - chosenAt < HOLD_MILLIS)) return;
  const late = data.tail.filter((each) => data.at - each.ended < 60000 && each.record.upstream);
  const exchanges = late.filter((each) => each.record.http);
  const from = exchanges.length > 0 ? exchanges : late.length > 0 ? late : data.tail;
  const slowest = from.reduce((worst, each) => (!worst || (each.late_us ?? 0) >= (worst.late_us ?? 0) ? each : worst), null);
  if (slowest !== chosen) {
    chosen = slowest;
    chosenAt = Date.now();
  }
}

function head() {
  const facts = [data.state, 'generation ' + data.generation, data.config.split('/').at(-1), 'up ' + seconds((data.at - data.started) / 1000), data.version];
  if (data.watchers > 1) facts.push(data.watchers + ' watching');
  text($('facts'), facts.join(' · '));
  attribute($('facts'), 'title', data.config);
}

const RANK = { many: 4, some: 3, recent: 2, past: 1, quiet: 0 };

function verdict() {
  const cells = data.cells.filter((cell) => cell.heat !== 'quiet').sort((a, b) => RANK[b.heat] - RANK[a.heat]
    || isClients(a) - isClients(b) || b.m1 - a.m1 || b.m10 - a.m10);
  const worst = cells[0];
  const heat = worst?.heat ?? 'quiet';
  attribute($('verdict'), 'data-heat', heat);
  const now = cells.filter((cell) => cell.m1 > 0);
  const words = now.length > 0 ? breaking(now) : heat === 'recent'
    ? `Quiet now. ${names([worst])} broke in the last ten minutes.` : 'All seven layers are quiet.';
  if ($('verdict-text').textContent !== words) {
    text($('verdict-text'), words);
    say(words);
  }
  text($('hint'), hint(now, heat));
  document.title = (now.length > 0 ? '▲ ' + names(now) : 'quiet') + ' · Faultline';
}

/** What clients do wrong is shown, and comes last: nobody gets up at night for it. */
const isClients = (cell) => (data.columns[cell.column].kind === 'clients' ? 1 : 0);

const names = (cells) => [...new Set(cells.map((cell) => cell.layer))].sort().join(', ');

/** What breaks, where, in one sentence: no numbers, so that it is said again only when it is another. */
function breaking(cells) {
  const first = cells[0];
  const layer = data.catalog.layers.find((each) => each.layer === first.layer);
  const where = cells.filter((cell) => cell.layer === first.layer).map((cell) => data.columns[cell.column].name);
  const shown = where.slice(0, 3).join(', ') + (where.length > 3 ? ` and ${where.length - 3} more` : '');
  const others = [...new Set(cells.map((cell) => cell.layer))].filter((each) => each !== first.layer).sort();
  const at = isClients(first) ? 'with' : data.columns[first.column].kind === 'proxy' ? 'on' : 'at';
  return `${first.layer} ${layer.title} breaks ${at} ${shown}.` + (others.length > 0 ? ` Also ${others.join(', ')}.` : '');
}

function hint(now, heat) {
  if (data.findings.length > 0) return '⚑ ' + data.findings[0].text;
  if (now.length > 0) {
    const first = now[0];
    const fault = [...data.faults.values()].filter((each) => each.layer === first.layer && each.column === first.column)
      .sort((a, b) => b.m1 - a.m1)[0];
    const out = data.upstreams.reduce((sum, each) => sum + each.of - each.up, 0);
    return (fault ? spoken(fault.code) + ': ' + (data.catalog.codes[fault.code] ?? '') : '')
      + (out > 0 ? ` ${out} of ${data.endpoints_total} endpoints take no traffic.` : '');
  }
  return heat === 'quiet' ? 'Nothing broke in the last hour.' : '';
}

let saying = 0;

/** For who listens: not more often than every few seconds, and then the latest. */
function say(words) {
  toSay = words;
  if (saying) return;
  text($('spoken'), toSay);
  saying = setTimeout(() => {
    saying = 0;
    if ($('spoken').textContent !== toSay) say(toSay);
  }, 5000);
}

function tiles() {
  const m = data.last;
  const http = m ? m.ok + m.client_errors + m.errors : 0;
  const [amount, unit] = bytes(m ? m.up + m.down : 0);
  const [half, halfUnit] = micros(m?.p50);
  const [most, mostUnit] = micros(m?.p99);
  const minute = data.cells.reduce((sum, cell) => sum + cell.m1, 0);
  const fullest = data.resources.find((each) => each.ratio !== null);
  const all = [
    ['Requests', count(http), 'a second'],
    ['Failed answers', count(m?.errors ?? 0), 'a second'],
    ['Clients', count(m?.open ?? 0), 'open'],
    ['Bytes', amount, unit + '/s'],
    ['Half within', half, halfUnit],
    ['99 % within', most, mostUnit],
    ['Faults', count(minute), 'last min'],
    ['Fullest', fullest ? percent(fullest.ratio) : '–', fullest ? fullest.layer : ''],
  ];
  keep($('tiles'), all, (each) => each[0], (each) => h('div', null, h('dt', null, each[0]), h('dd', null, h('span'), h('small'))),
    (node, each) => {
      text(node.lastChild.firstChild, each[1]);
      text(node.lastChild.lastChild, each[2]);
    });
}

// ---- what the reader sets

const THEMES = ['system', 'dark', 'light'];

function theme(name) {
  if (name === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
  text($('theme'), 'Theme: ' + name);
}

let themeNow = 'system';
try {
  themeNow = localStorage.getItem('faultline-theme') ?? 'system';
} catch {
  // No storage: the choice lasts as long as the page.
}
theme(themeNow);
$('theme').addEventListener('click', () => {
  themeNow = THEMES[(THEMES.indexOf(themeNow) + 1) % THEMES.length];
  theme(themeNow);
  try {
    localStorage.setItem('faultline-theme', themeNow);
  } catch {
    // As above.
  }
});

$('pause').addEventListener('click', () => {
  paused = !paused;
  attribute($('pause'), 'aria-pressed', paused);
  text($('pause'), paused ? 'Resume' : 'Pause');
  text($('link-text'), paused ? 'live, paused' : 'live');
  later();
});

document.addEventListener('visibilitychange', later);
let resizing = 0;
window.addEventListener('resize', () => {
  clearTimeout(resizing);
  resizing = setTimeout(later, 100);
});

text($('self'), location.origin + '/faults');

async function begin() {
  try {
    data.catalog = await (await fetch('/dashboard/catalog.json')).json();
    connect();
  } catch {
    lost();
    setTimeout(begin, AGAIN_MILLIS);
  }
}

begin();
