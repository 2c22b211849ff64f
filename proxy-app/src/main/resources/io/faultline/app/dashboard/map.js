// The seven layers as rows, and whose it is as columns. One cell is in the tab order; arrow keys move.

import { $, attribute, count, fullness, h, percent, spoken, text } from './dom.js';

const SIGNS = { many: '▲', some: '△', recent: '◆', past: '◇', quiet: '·' };
const WORDS = { many: 'many now', some: 'some now', recent: 'in the last ten minutes', past: 'in the last hour', quiet: 'quiet' };
const QUIET = { heat: 'quiet', m1: 0, m10: 0, h1: 0, full: null, fullest: '', suspected: false };

export const columnKey = (column) => column.kind + ':' + column.name;

let shape = '';
let cells = new Map();
let current = [0, 0];

/** @param open what to do with a cell that was chosen: layer and key of the column */
export function drawMap(data, open) {
  const layers = [...data.catalog.layers].reverse();
  const wanted = data.columns.map(columnKey).join('|');
  if (wanted !== shape) {
    build(layers, data.columns, open);
    shape = wanted;
  }
  heads(data);
  const known = new Map(data.cells.map((cell) => [cell.layer + cell.column, cell]));
  const top = topCodes(data.faults);
  for (const [key, node] of cells) fill(node, known.get(key) ?? QUIET, top.get(key), data);
}

/** Of each cell the code that breaks most now. */
function topCodes(faults) {
  const top = new Map();
  const weight = (fault) => fault.m1 * 1e9 + fault.m10 * 1e4 + fault.h1;
  for (const fault of faults.values()) {
    const key = fault.layer + fault.column;
    if (fault.h1 > 0 && (!top.has(key) || weight(fault) > weight(top.get(key)))) top.set(key, fault);
  }
  return top;
}

function build(layers, columns, open) {
  const focused = document.activeElement?.dataset?.cell;
  const table = $('map-table');
  cells = new Map();
  table.style.minWidth = 7 + 5.4 * columns.length + 'rem';
  table.tHead.replaceChildren(
    h('tr', null, h('th', { scope: 'col' }, 'Layer'),
      ...columns.map((column, i) => h('th', { scope: 'col', id: 'col-' + i, title: column.name }))));
  table.tBodies[0].replaceChildren(...layers.map((layer, row) =>
    h('tr', null,
      h('th', { scope: 'row' }, h('b', null, layer.layer), h('small', null, layer.title)),
      ...columns.map((column, i) => h('td', null, cell(layer, column, row, i, open))))));
  roam(Math.min(current[0], layers.length - 1), Math.min(current[1], columns.length - 1), false);
  if (focused) table.querySelector('[data-cell="' + CSS.escape(focused) + '"]')?.focus();
}

function cell(layer, column, row, i, open) {
  const node = h('button', {
    type: 'button', class: 'cell', tabindex: '-1', 'data-cell': layer.layer + ' ' + columnKey(column),
    on: {
      click: () => { roam(row, i, false); open(layer.layer, columnKey(column)); },
      keydown: (event) => steer(event, row, i),
      focus: () => roam(row, i, false),
    },
  },
  h('span', { class: 'count' }), h('span', { class: 'mark', 'aria-hidden': 'true' }), h('span', { class: 'what' }),
  h('span', { class: 'how-full', 'aria-hidden': 'true' }, h('i')));
  node.spoken = layer.layer + ' ' + layer.title + ', ' + column.name;
  cells.set(layer.layer + i, node);
  return node;
}

function heads(data) {
  data.columns.forEach((column, i) => {
    const head = $('col-' + i);
    const upstream = column.kind === 'upstream' ? data.upstreams.find((each) => each.name === column.name) : null;
    const out = upstream && upstream.up < upstream.of;
    const below = upstream
      ? (out ? (upstream.up === 0 ? '▲ ' : '△ ') : '') + upstream.up + '/' + upstream.of + ' up'
      : column.kind === 'clients' ? count(data.last?.open ?? 0) + ' open'
        : column.kind === 'proxy' ? data.state : 'the rest';
    if (!head.firstChild) head.append(column.name, h('small'), h('small'));
    const [health, rate] = head.children;
    text(health, below);
    text(rate, upstream ? count(upstream.per_second) + '/s' : '\u00a0');
    attribute(health, 'data-tone', out ? (upstream.up === 0 ? 'many' : 'some') : 'none');
  });
}

function fill(node, is, top, data) {
  const [number, mark, what, bar] = node.children;
  const shown = is.m1 || is.m10 || is.h1;
  const unit = is.m1 ? 'a min' : is.m10 ? 'in 10 min' : 'in 1 h';
  const key = shown ? shown + unit : '';
  if (number.dataset.shown !== key) {
    number.dataset.shown = key;
    number.replaceChildren(...(shown ? [count(shown), h('small', null, unit)] : []));
  }
  attribute(node, 'data-heat', is.heat);
  attribute(node, 'data-suspected', is.suspected);
  text(mark, SIGNS[is.heat]);
  text(what, top ? spoken(top.code) : is.full !== null && is.full >= 0.7 ? percent(is.full) + ' full' : '');
  const known = is.full !== null;
  bar.hidden = !known;
  if (known) {
    attribute(node, 'data-full', fullness(is.full));
    bar.firstChild.style.width = Math.min(100, Math.max(is.full > 0 ? 2 : 0, is.full * 100)) + '%';
  }
  attribute(node, 'aria-label', node.spoken + ': '
    + (shown ? count(shown) + ' faults ' + unit + ', ' + WORDS[is.heat] + (top ? ', mostly ' + spoken(top.code) : '')
      + (is.suspected ? ', suspected' : '') : 'quiet')
    + (known ? '; ' + percent(is.full) + ' full' : ''));
  attribute(node, 'title', is.fullest || node.spoken);
}

function steer(event, row, column) {
  const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const move = moves[event.key];
  if (move) {
    roam(row + move[0], column + move[1], true);
  } else if (event.key === 'Home' || event.key === 'End') {
    roam(row, event.key === 'Home' ? 0 : Infinity, true);
  } else {
    return;
  }
  event.preventDefault();
}

function roam(row, column, focus) {
  const rows = [...$('map-table').tBodies[0].rows];
  if (rows.length === 0) return;
  const r = Math.max(0, Math.min(rows.length - 1, row));
  const buttons = [...rows[r].querySelectorAll('.cell')];
  const c = Math.max(0, Math.min(buttons.length - 1, column));
  for (const each of cells.values()) if (each.tabIndex === 0) each.tabIndex = -1;
  buttons[c].tabIndex = 0;
  current = [r, c];
  if (focus) buttons[c].focus();
}
