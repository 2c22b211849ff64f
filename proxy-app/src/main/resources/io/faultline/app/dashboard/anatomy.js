// One real exchange, from the socket to the route and on to the endpoint: what each layer added, in the
// order of the way, with the time that was measured for it. Times of a phase that was entered more than
// once are added up.

import { $, clock, h, span, spoken, text } from './dom.js';
import { title } from './lists.js';

let drawn = null;

export function drawAnatomy(chosen, byHand) {
  text($('anat-note'), !chosen ? '' : byHand ? 'the one you chose' : 'the slowest of late');
  if (!chosen) {
    text($('anat-lead'), 'As soon as something has been served, one exchange is taken apart here. Choose another one in the list of the slow and failed.');
    return;
  }
  if (drawn === chosen) return;
  drawn = chosen;
  const record = chosen.record;
  $('anat-lead').replaceChildren(h('strong', { class: 'mono' }, title(record)), ' at ' + clock(chosen.ended) + ', '
    + span(record.timings_us.total) + ' in all');
  const steps = way(record).filter(Boolean);
  const total = Math.max(1, steps.reduce((sum, step) => sum + (step.time ?? 0), 0));
  let begin = 0;
  $('steps').replaceChildren(...steps.map((step) => {
    const node = draw(step, begin / total, (step.time ?? 0) / total);
    begin += step.time ?? 0;
    return node;
  }));
  $('anat-end').replaceChildren(...ending(record));
}

function draw(step, from, share) {
  const bar = h('i', { class: 'b-' + step.layer });
  bar.style.left = Math.min(99, from * 100) + '%';
  bar.style.width = share * 100 + '%';
  return h('li', null,
    h('span', { class: 'badge' }, step.layer),
    h('span', null, step.name),
    h('span', { class: step.time > 0 ? 'time' : 'time none' }, step.time === null || step.time === undefined ? '' : step.time > 0 ? span(step.time) : '0'),
    step.fact ? h('span', { class: 'fact' }, step.fact) : null,
    step.time > 0 ? h('span', { class: 'span', 'aria-hidden': 'true' }, bar) : null);
}

const listed = (...parts) => parts.filter((part) => part !== null && part !== undefined && part !== '' && part !== false).join(', ');

function way(record) {
  const phase = record.phases_us;
  const http = record.http;
  const tls = record.tls;
  const from = record.provenance;
  const reused = from.connect === 'reused';
  return [
    { layer: 'L4', name: 'The client’s connection', time: null,
      fact: listed('from ' + record.client, record.via && 'through ' + record.via,
        record.client_tcp && 'round trip ' + span(record.client_tcp.rtt_us),
        record.client_tcp?.retransmits > 0 && record.client_tcp.retransmits + ' segments sent again') },
    { layer: 'L5', name: 'Gates: firewall, caps, preamble', time: phase.gate, fact: 'listener ' + record.listener },
    (tls || phase.client_tls > 0) && { layer: 'L6', name: 'TLS with the client', time: phase.client_tls,
      fact: tls && listed(tls.version, tls.cipher, tls.alpn && 'speaks ' + tls.alpn, tls.resumed ? 'session resumed' : null,
        record.sni && 'for ' + record.sni, phase.client_tls === 0 && 'handshake done before, in ' + span(tls.handshake_us)) },
    { layer: 'L7', name: http ? 'Reading, routing, filters' : 'Choosing an endpoint', time: phase.work,
      fact: http && listed('HTTP/' + http.protocol, http.host && 'host ' + http.host, http.route && 'route ' + http.route) },
    phase.client > 0 && { layer: '–', name: 'Waiting for the client', time: phase.client },
    phase.queue > 0 && { layer: 'L5', name: 'Waiting for a free connection', time: phase.queue },
    record.upstream && { layer: 'L7', name: 'Name', time: phase.dns,
      fact: from.dns === 'cached' ? 'the last good answer of DNS' : 'an address, no name to look up' },
    record.upstream && { layer: 'L4', name: 'Connection to the endpoint', time: phase.connect,
      fact: listed(record.upstream + (record.endpoint ? ' at ' + record.endpoint : ''), from.connect !== 'none' && from.connect,
        record.upstream_tcp && 'round trip ' + span(record.upstream_tcp.rtt_us),
        record.upstream_tcp?.retransmits > 0 && record.upstream_tcp.retransmits + ' segments sent again') },
    from.tls !== 'none' && { layer: 'L6', name: 'TLS with the endpoint', time: phase.tls, fact: from.tls },
    phase.send > 0 && { layer: 'L4', name: 'Sending the request', time: phase.send },
    record.upstream && { layer: 'L7', name: http ? 'The application answers' : 'The endpoint answers', time: phase.wait,
      fact: listed(http && 'status ' + http.status, reused && 'on a connection that waited') },
    phase.body > 0 && { layer: 'L7', name: http ? 'The answer’s body' : 'Bytes', time: phase.body,
      fact: record.bytes_down.toLocaleString('en') + ' bytes to the client, ' + record.bytes_up.toLocaleString('en') + ' from it' },
    phase.earlier > 0 && { layer: '–', name: 'Exchanges before the tunnel', time: phase.earlier },
    phase.loop > 0 && { layer: '–', name: 'Our event loop was busy', time: phase.loop },
  ];
}

function ending(record) {
  const parts = [];
  const tries = record.attempts.filter((attempt) => attempt.fault || record.attempts.length > 1);
  if (tries.length > 0) {
    parts.push(h('h3', null, 'Tries'), h('ol', { class: 'recent' }, ...tries.map((attempt) =>
      h('li', null, h('time', null, 'at ' + span(attempt.start_us)), attempt.endpoint + ' for ' + span(attempt.duration_us) + ': '
        + (attempt.fault ? spoken(attempt.fault.code) : 'served')))));
  }
  if (record.fault) {
    parts.push(h('h3', null, 'Ended by ' + record.fault.code + ', side ' + record.fault.side), pairs(record.fault.evidence));
  }
  return parts;
}

export function pairs(evidence) {
  const entries = Object.entries(evidence);
  return entries.length === 0 ? h('p', { class: 'note' }, 'No more is known of it.')
    : h('dl', { class: 'pairs' }, ...entries.flatMap(([name, value]) => [h('dt', null, name), h('dd', null, value)]));
}
