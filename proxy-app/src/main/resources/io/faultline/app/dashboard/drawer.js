// What is behind a cell of the map: which codes, what proves them, what to run next, and the last of them
// one by one. It stays as it is while it is read: only what changed is changed.

import { $, clock, count, h, keep, percent, text } from './dom.js';
import { columnKey } from './map.js';
import { pairs } from './anatomy.js';

let shown = null; // layer and column
const drawer = $('drawer');

$('drawer-close').addEventListener('click', () => drawer.close());
drawer.addEventListener('click', (event) => { if (event.target === drawer) drawer.close(); });
drawer.addEventListener('close', () => { shown = null; });

export function openCell(layer, column, data) {
  shown = { layer, column };
  $('drawer-body').replaceChildren();
  drawDrawer(data);
  drawer.showModal();
  $('drawer-title').focus();
}

export function drawDrawer(data) {
  if (!shown) return;
  const index = data.columns.findIndex((each) => columnKey(each) === shown.column);
  const layer = data.catalog.layers.find((each) => each.layer === shown.layer);
  const name = shown.column.slice(shown.column.indexOf(':') + 1);
  text($('drawer-title'), layer.layer + ' ' + layer.title + ', ' + name);
  const here = (each) => each.layer === shown.layer && each.column === index;
  const body = $('drawer-body');
  if (!body.firstChild) {
    body.append(h('p', { class: 'lead' }), h('ul', { class: 'troubles' }), h('div'), h('ol', { class: 'full' }), h('div'));
  }
  const [lead, findings, codes, full, recent] = body.children;
  const faults = [...data.faults.values()].filter((each) => here(each)).sort((a, b) => b.m1 - a.m1 || b.m10 - a.m10 || b.h1 - a.h1);
  text(lead, faults.length > 0 ? 'Here belongs: ' + layer.scope + '.'
    : 'Nothing has broken here since the proxy started. Here belongs: ' + layer.scope + '.');
  keep(findings, data.findings.filter(here), (each) => each.text, (each) => h('li', null, h('b', null, '⚑'), h('span', null, each.text)));
  keep(codes, faults, (each) => each.code + each.side + each.upstream, (each) => block(each), (node, each) => fill(node, each, data));
  keep(full, data.resources.filter((each) => here(each) && each.ratio !== null), (each) => each.kind + each.name,
    (each) => h('li', null, h('div', { class: 'line' }, h('span', { class: 'badge' }, each.layer), h('span', null, each.name), h('b')), h('small'), h('small')),
    (node, each) => {
      text(node.firstChild.lastChild, percent(each.ratio));
      text(node.children[1], each.state);
      text(node.children[2], each.remedy);
    });
  const list = (data.recent.get(shown.layer + ' ' + shown.column) ?? []).slice(-20).reverse();
  if (!recent.firstChild) recent.append(h('h3'), h('ol', { class: 'recent' }));
  text(recent.firstChild, list.length > 0 ? 'The last ones' : '');
  keep(recent.lastChild, list, (each) => each.n, (each) => h('li', null,
    h('time', null, clock(each.at)),
    [each.fault.code, each.upstream, each.endpoint, each.fault.stage && 'while ' + each.fault.stage].filter(Boolean).join(' · '),
    h('br'), h('span', { class: 'mono' }, Object.entries(each.fault.evidence).map(([key, value]) => key + '=' + value).join(' '))));
}

function block(fault) {
  return h('section', { class: 'code' },
    h('h3', null, fault.code + (fault.suspected ? ' (suspected)' : '')),
    h('p', { class: 'counts' }), h('p', { class: 'meaning' }), h('div', { class: 'proof' }), h('div', { class: 'next' }));
}

function fill(node, fault, data) {
  const [, counts, meaning, proof, next] = node.children;
  const key = [fault.m1, fault.m10, fault.h1, fault.total].join();
  if (counts.dataset.now !== key) {
    counts.dataset.now = key;
    counts.replaceChildren(...[['last minute', fault.m1], ['10 minutes', fault.m10], ['hour', fault.h1], ['since start', fault.total]]
      .map(([words, value]) => h('span', null, h('b', null, count(value)), ' ' + words)),
      h('span', null, 'since ' + clock(fault.began)));
  }
  text(meaning, data.catalog.codes[fault.code] ?? '');
  const last = fault.last;
  const evidence = JSON.stringify([last.endpoint, last.fault.evidence]);
  if (proof.dataset.now !== evidence) {
    proof.dataset.now = evidence;
    proof.replaceChildren(h('h3', null, 'What proves it'),
      pairs({ ...(fault.upstream ? { upstream: fault.upstream } : {}), ...(last.endpoint ? { endpoint: last.endpoint } : {}), ...last.fault.evidence }));
  }
  const commands = JSON.stringify(fault.next);
  if (next.dataset.now !== commands) {
    next.dataset.now = commands;
    next.replaceChildren(h('h3', null, 'Run next'), ...fault.next.map(command));
  }
}

/** Behind the # stands what to look for. */
function command(line) {
  const filled = line.replaceAll('http://ADMIN', location.origin);
  const hash = filled.indexOf('  #');
  const runs = hash < 0 ? filled : filled.slice(0, hash);
  const copy = h('button', { type: 'button', 'aria-label': 'Copy ' + runs }, 'Copy');
  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(runs);
      text(copy, 'Copied');
    } catch {
      text(copy, 'Not allowed');
    }
    setTimeout(() => text(copy, 'Copy'), 1500);
  });
  return h('div', { class: 'command' }, h('code', null, runs, hash < 0 ? null : h('i', null, filled.slice(hash))),
    navigator.clipboard ? copy : null);
}
