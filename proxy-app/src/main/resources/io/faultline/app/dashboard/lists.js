// What stands in lists: how full, the endpoints, the slow and the failed.

import { $, attribute, clock, count, emptyLine, fullness, h, keep, percent, seconds, span, spoken, text } from './dom.js';

const SHOWN_FULL = 7;

export function drawFullness(data) {
  const known = data.resources.filter((each) => each.ratio !== null);
  const first = known[0];
  const soon = [...known].filter((each) => each.full_in !== null).sort((a, b) => a.full_in - b.full_in)[0];
  const lead = $('full-lead');
  const said = !first ? 'Nothing that can be full is known yet: the first look is a few seconds away.'
    : soon && soon.full_in < 600 ? `At this pace ${soon.layer} ${soon.name} is full in ${seconds(soon.full_in)}.`
      : first.ratio < 0.5 ? `Room everywhere: the fullest is ${first.layer}, at ${percent(first.ratio)}.`
        : `${first.layer} fills first: ${percent(first.ratio)}.`;
  text(lead, said);
  keep($('full'), fullestOfEach(known).slice(0, SHOWN_FULL), (each) => each.kind + each.name,
    (each) => h('li', null,
      h('div', { class: 'line' }, h('span', { class: 'badge' }, each.layer), h('span', { title: each.name }, each.name), h('b')),
      h('span', { class: 'track' }, h('i')), h('small')),
    (node, each) => {
      const [line, track, small] = node.children;
      text(line.lastChild, percent(each.ratio));
      attribute(track, 'data-full', fullness(each.ratio));
      track.firstChild.style.width = Math.min(100, each.ratio * 100) + '%';
      text(small, each.state);
      attribute(node, 'title', each.remedy);
    });
  if (data.troubles.length === 0) {
    emptyLine($('troubles'), 'No drops, no overflows, nothing sent again.');
  } else {
    keep($('troubles'), data.troubles, (each) => each.event,
      (each) => h('li', null, h('span', { class: 'badge' }, each.layer), h('span', null, h('b'), ' ' + each.means)),
      (node, each) => text(node.querySelector('b'), count(each.lately)));
  }
}

/** Four loops that are half busy would push out what is full next. */
function fullestOfEach(known) {
  const kinds = new Set();
  return known.filter((each) => !kinds.has(each.kind) && kinds.add(each.kind));
}

const STATES = {
  up: ['good', '●', 'up'], warming: ['good', '◐', 'warming up'], unchecked: ['none', '○', 'not checked yet'],
  awaiting: ['none', '○', 'awaits its first check'], down: ['bad', '✕', 'down'], ejected: ['bad', '⏏', 'ejected'],
  forced_down: ['none', '⊘', 'forced down'], draining: ['none', '◌', 'draining'], removed: ['none', '–', 'removed'],
};

function word(tone, sign, words) {
  return h('span', { class: 'word', 'data-tone': tone, 'data-sign': sign }, words);
}

function checks(each) {
  if (each.checks === 'none') return word('none', '–', 'no checks');
  if (each.checks === 'unchecked') return word('none', '○', 'not yet');
  return each.checks === 'up' ? word('good', '✓', 'well') : failing(each.checks_code, 'down');
}

function traffic(each) {
  if (each.traffic === 'none') return word('none', '–', 'nothing yet');
  if (each.traffic === 'idle') return word('none', '–', 'none is sent');
  return each.traffic === 'works' ? word('good', '✓', 'well') : failing(each.traffic_code, 'fails');
}

function failing(code, otherwise) {
  const node = word('bad', '✕', code ? code.slice(0, 2) + ' ' + spoken(code) : otherwise);
  if (code) node.title = code;
  return node;
}

export function drawEndpoints(data) {
  const body = $('ends').tBodies[0];
  const out = data.endpoints.filter((each) => !each.takes).length;
  const more = data.endpoints_total - data.endpoints.length;
  text($('ends-note'), (out === 0 ? 'all take traffic' : out + (out === 1 ? ' takes none' : ' take none'))
    + (more > 0 ? `, ${more} more not shown` : ''));
  const rows = data.endpoints.flatMap((each) => (each.contradiction ? [each, { ...each, says: true }] : [each]));
  if (rows.length === 0) {
    keep(body, ['none'], (each) => each, () => h('tr', null, h('td', { colspan: 9, class: 'empty' }, 'No upstream has an endpoint.')));
    return;
  }
  keep(body, rows, (each) => each.upstream + ' ' + each.endpoint + (each.says ? ' says' : ''), endpointRow, (row, each) => {
    if (each.says) {
      text(row.firstChild, 'Checks and traffic disagree: ' + each.contradiction);
      return;
    }
    const now = JSON.stringify([each.state, each.checks, each.checks_code, each.traffic, each.traffic_code]);
    if (row.dataset.now !== now) {
      row.dataset.now = now;
      row.cells[2].replaceChildren(word(...(STATES[each.state] ?? ['none', '?', each.state])));
      row.cells[3].replaceChildren(checks(each));
      row.cells[4].replaceChildren(traffic(each));
    }
    text(row.cells[5], count(each.active));
    text(row.cells[6], count(each.connects));
    text(row.cells[7], count(each.failed));
    text(row.cells[8], each.effective === each.weight ? each.weight : each.effective + ' of ' + each.weight);
  });
}

function endpointRow(each) {
  if (each.says) return h('tr', null, h('td', { colspan: 9, class: 'warn wide' }));
  return h('tr', null, h('th', { scope: 'row' }, each.upstream),
    h('td', { class: 'mono nowrap', title: each.host }, each.endpoint + (each.backup ? ' (backup)' : '')),
    h('td'), h('td'), h('td'), ...[1, 2, 3, 4].map(() => h('td', { class: 'num' })));
}

// ---- slow and failed

export const title = (record) => (record.http ? record.http.method + ' ' + record.http.target : 'session on ' + record.listener);

/** The same failure again and again is one line, and what else happened is not pushed out by it. */
function alikeTogether(newestFirst) {
  const rows = [];
  for (const each of newestFirst) {
    const kind = each.record.fault && [title(each.record), each.record.upstream, each.record.fault.code].join(' ');
    const same = kind && rows.find((row) => row.kind === kind && row.ended - each.ended < 60000);
    if (same) same.all.push(each);
    else rows.push({ kind, all: [each], ended: each.ended });
  }
  return rows;
}

export function drawTail(data, chosen, choose) {
  const body = $('tail').tBodies[0];
  const rows = alikeTogether([...data.tail].reverse()).slice(0, 40);
  if (rows.length === 0) {
    keep(body, ['none'], (each) => each, () =>
      h('tr', null, h('td', { colspan: 5, class: 'empty' }, 'Nothing has been served yet. The slowest of each minute and what fails will stand here.')));
    return;
  }
  keep(body, rows, (each) => each.kind ?? each.all[0].n, (each) => tailRow(each.all[0], choose), (row, each) => {
    row.newest = each.all[0];
    text(row.cells[0], clock(each.ended));
    text(row.querySelector('.times'), each.all.length > 1 ? ' repeatedly' : '');
    const is = each.all.some((one) => one.n === chosen?.n);
    row.classList.toggle('chosen', is);
    attribute(row.querySelector('button'), 'aria-pressed', is);
  });
}

function tailRow(each, choose) {
  const record = each.record;
  const fault = record.fault ?? record.attempts.find((attempt) => attempt.fault)?.fault;
  const outcome = record.fault ? word('bad', '✕', record.fault.code)
    : h('span', null, word('good', '✓', record.http ? String(record.http.status) : 'served'),
      fault ? ' after ' + spoken(fault.code) : '');
  const row = h('tr', null,
    h('td', { class: 'nowrap' }),
    h('td', null, h('button', { type: 'button', class: 'pick', on: { click: () => choose(row.newest) } }, title(record)), h('span', { class: 'times note' })),
    h('td', { class: 'mono' }, [record.upstream, record.endpoint].filter(Boolean).join(' ') || '–'),
    h('td', { class: 'num' }, each.late_us === null ? '–' : span(each.late_us)),
    h('td', null, outcome));
  return row;
}
