// Charts by hand: areas that are stacked, lines, and marks on a line of time. What they show stands in
// their legends as numbers too; the drawing itself is for eyes only.

import { $, clock, count, keep, h, s, span as duration, text } from './dom.js';

const MOST_SHOWN = 300; // seconds
const LEFT = 46;
const BOTTOM = 18;
const TOP = 8;

const WORK = { key: 'own', name: 'our own work', phases: ['work', 'loop'] };
const LAYERS = [
  WORK,
  { key: 'l4', name: 'L4 connect, send', phases: ['connect', 'send'] },
  { key: 'l5', name: 'L5 gates, queue', phases: ['gate', 'queue'] },
  { key: 'l6', name: 'L6 TLS', phases: ['client_tls', 'tls'] },
  { key: 'l7', name: 'L7 application', phases: ['dns', 'wait'] },
];

const hovered = { at: null };
let redraw = () => {};
let shown = MOST_SHOWN;

/** As many minutes as there are, for a page that looks at a young proxy. */
function secondsOf(moments) {
  const seconds = moments.length === 0 ? 0 : (moments.at(-1).at - moments[0].at) / 1000;
  return Math.min(MOST_SHOWN, Math.max(60, Math.ceil(seconds / 60) * 60));
}

export function drawCharts(data) {
  redraw = () => drawAll(data);
  drawAll(data);
}

function drawAll(data) {
  const moments = data.moments;
  shown = secondsOf(moments);
  const http = moments.some((each) => each.ok + each.client_errors + each.errors > 0);
  const rate = http
    ? [{ key: 'ok', name: 'answered', of: (m) => m.ok }, { key: 'client', name: '4xx', of: (m) => m.client_errors },
      { key: 'error', name: '5xx or none', of: (m) => m.errors }]
    : [{ key: 'ok', name: 'new connections', of: (m) => m.opened }];
  const busy = moments.some((each) => each.opened > 0) || http;
  chart('rate', moments, rate, { stacked: true, unit: (value) => count(value) + '/s',
    empty: busy ? null : 'No client has come in these five minutes.' });
  chart('late', moments, [
    { key: 'p50', name: 'half', of: (m) => m.p50 }, { key: 'p90', name: '90 %', of: (m) => m.p90 },
    { key: 'p99', name: '99 %', of: (m) => m.p99 }], { log: true, unit: duration,
    empty: http ? null : 'No HTTP exchange has ended in these five minutes, and only those are timed here.' });
  const timed = moments.some((each) => Object.keys(each.phases).length > 0);
  chart('split', moments, LAYERS.map((layer) => ({ key: layer.key, name: layer.name,
    of: (m) => layer.phases.reduce((sum, phase) => sum + (m.phases[phase] ?? 0), 0) })), { stacked: true, unit: duration,
    empty: timed ? null : 'Nothing has ended yet, so no time has been spent.' });
}

function chart(id, moments, series, how) {
  const frame = $(id);
  const legend = $(id + '-legend');
  const at = hovered.at === null ? moments.at(-1) : nearest(moments, hovered.at);
  keep(legend, series, (each) => each.key + each.name,
    (each) => h('li', null, swatch(each.key, how.stacked), each.name + ' ', h('b')),
    (node, each) => text(node.lastChild, at === undefined || each.of(at) === null ? '–' : how.unit(each.of(at))));
  if (how.empty) {
    if (frame.firstChild?.textContent !== how.empty) frame.replaceChildren(h('p', { class: 'empty' }, how.empty));
    return;
  }
  const width = Math.max(200, frame.clientWidth);
  const height = parseFloat(getComputedStyle(document.documentElement).fontSize) * 11;
  const end = moments.at(-1).at;
  const x = (millis) => LEFT + (width - LEFT - 6) * (1 - (end - millis) / 1000 / shown);
  const scale = how.log ? logScale(moments, series, height) : linearScale(moments, series, how, height);
  const svg = s('svg', { viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' });
  for (const tick of scale.ticks) {
    svg.append(s('line', { class: 'rule', x1: LEFT, x2: width - 6, y1: scale.y(tick), y2: scale.y(tick) }),
      s('text', { x: LEFT - 6, y: scale.y(tick) + 4, 'text-anchor': 'end' }, how.unit(tick)));
  }
  const step = shown <= 120 ? 30 : 60;
  for (let ago = step; ago < shown; ago += step) {
    svg.append(s('text', { x: x(end - ago * 1000), y: height - 3, 'text-anchor': 'middle' }, step < 60 ? `−${ago} s` : `−${ago / 60} min`));
  }
  svg.append(s('text', { x: width - 6, y: height - 3, 'text-anchor': 'end' }, hovered.at === null ? 'now' : clock(at.at)));
  if (how.stacked) areas(svg, moments, series, x, scale.y); else lines(svg, moments, series, x, scale.y);
  if (hovered.at !== null) svg.append(s('line', { class: 'cross', x1: x(at.at), x2: x(at.at), y1: TOP, y2: height - BOTTOM }));
  svg.addEventListener('pointermove', (event) => {
    const box = svg.getBoundingClientRect();
    const share = (event.clientX - box.left - LEFT) / (width - LEFT - 6);
    hover(Math.min(end, Math.max(end - shown * 1000, end - (1 - share) * shown * 1000)));
  });
  svg.addEventListener('pointerleave', () => hover(null));
  frame.replaceChildren(svg);
}

function hover(at) {
  hovered.at = at;
  requestAnimationFrame(redraw);
}

const nearest = (moments, at) => moments.reduce((best, each) =>
  (Math.abs(each.at - at) < Math.abs(best.at - at) ? each : best), moments[0]);

function swatch(key, filled) {
  return filled
    ? s('svg', { viewBox: '0 0 16 10', 'aria-hidden': 'true' }, s('rect', { class: 'area c-' + key, width: 16, height: 10, rx: 2 }))
    : s('svg', { viewBox: '0 0 16 10', 'aria-hidden': 'true' }, s('path', { class: 'curve c-' + key, d: 'M0 5 H16' }));
}

function linearScale(moments, series, how, height) {
  const most = Math.max(...moments.map((each) => series.reduce((sum, one) => sum + (one.of(each) ?? 0), 0)), 1);
  const step = 10 ** Math.floor(Math.log10(most / 2));
  const nice = [1, 2, 5, 10].map((factor) => factor * step).find((each) => most / each <= 4) ?? step * 10;
  const top = Math.ceil(most / nice) * nice;
  const ticks = [];
  for (let tick = 0; tick <= top + nice / 2; tick += nice) ticks.push(tick);
  return { ticks, y: (value) => height - BOTTOM - (height - BOTTOM - TOP) * (value / top) };
}

function logScale(moments, series, height) {
  const values = moments.flatMap((each) => series.map((one) => one.of(each))).filter((value) => value > 0);
  const low = Math.floor(Math.log10(Math.min(...values, 1000)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values, 1))));
  const ticks = [];
  for (let power = low; power <= high; power++) ticks.push(10 ** power);
  const y = (value) => height - BOTTOM - (height - BOTTOM - TOP) * ((Math.log10(Math.max(value, 10 ** low)) - low) / (high - low));
  return { ticks, y };
}

function areas(svg, moments, series, x, y) {
  const base = moments.map(() => 0);
  for (const each of series) {
    const lower = moments.map((moment, i) => [x(moment.at), y(base[i])]);
    moments.forEach((moment, i) => { base[i] += each.of(moment) ?? 0; });
    const upper = moments.map((moment, i) => [x(moment.at), y(base[i])]);
    svg.append(s('path', { class: 'area c-' + each.key, d: path(upper) + ' L' + path(lower.reverse()).slice(1) + ' Z' }));
  }
}

function lines(svg, moments, series, x, y) {
  for (const each of series) {
    let run = [];
    const draw = () => {
      if (run.length > 0) svg.append(s('path', { class: 'curve c-' + each.key, d: path(run) + (run.length === 1 ? ' h1' : '') }));
      run = [];
    };
    for (const moment of moments) {
      const value = each.of(moment);
      if (value === null) draw(); else run.push([x(moment.at), y(value)]);
    }
    draw();
  }
}

const path = (points) => 'M' + points.map(([px, py]) => px.toFixed(1) + ' ' + py.toFixed(1)).join(' L');

// ---- the time line

const LANES = [['config', 'config'], ['certificate', 'certificate'], ['dns', 'DNS'], ['order', 'orders'], ['endpoint', 'endpoints'], ['fault', 'faults']];
const SHAPES = {
  config: (x, y) => `M${x - 5} ${y - 5} h10 v10 h-10 Z`,
  certificate: (x, y) => `M${x} ${y - 6} l6 6 l-6 6 l-6 -6 Z`,
  dns: (x, y) => `M${x - 5} ${y} a5 5 0 1 0 10 0 a5 5 0 1 0 -10 0 Z`,
  order: (x, y) => `M${x - 5} ${y - 2} h10 v4 h-10 Z`,
  endpoint: (x, y) => `M${x - 3} ${y - 6} h6 v12 h-6 Z`,
  fault: (x, y) => `M${x} ${y - 6} l6 11 h-12 Z`,
};
const MINUTE = 60000;

export function drawTimeLine(data) {
  const minutes = data.at - data.started < 3 * MINUTE ? 3 : 15;
  const span = minutes * MINUTE;
  text($('time-note'), `last ${minutes} minutes`);
  const frame = $('time');
  const width = Math.max(240, frame.clientWidth);
  const height = parseFloat(getComputedStyle(document.documentElement).fontSize) * 8.6;
  const left = 78;
  const lane = (height - 20) / LANES.length;
  const x = (at) => left + (width - left - 8) * (1 - (data.at - at) / span);
  const svg = s('svg', { viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' });
  LANES.forEach(([kind, name], i) => {
    const y = lane * (i + 0.5) + 2;
    svg.append(s('line', { class: 'rule', x1: left, x2: width - 8, y1: y, y2: y }),
      s('text', { x: left - 10, y: y + 4, 'text-anchor': 'end' }, name));
    for (const event of data.events) {
      if (event.kind === kind && data.at - event.at < span) {
        svg.append(s('path', { class: 't-' + kind, d: SHAPES[kind](Math.min(width - 8, x(event.at)), y) }, s('title', null, clock(event.at) + ' ' + event.text)));
      }
    }
  });
  const step = minutes / (minutes === 3 ? 3 : 5);
  for (let ago = step; ago < minutes; ago += step) {
    svg.append(s('text', { x: x(data.at - ago * MINUTE), y: height - 3, 'text-anchor': 'middle' }, `−${ago} min`));
  }
  svg.append(s('text', { x: width - 8, y: height - 3, 'text-anchor': 'end' }, 'now'));
  frame.replaceChildren(svg);
  keep($('events'), [...data.events].reverse().slice(0, 40), (each) => each.n,
    (each) => h('li', null, h('time', { datetime: new Date(each.at).toISOString() }, clock(each.at)),
      h('span', { class: 'what' }, each.text)));
}
