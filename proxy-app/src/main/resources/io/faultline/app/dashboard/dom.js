// The few things that a page without a framework needs: elements, numbers for people, and lists that
// change only where something changed, so that focus and selection stay where the reader put them.

export const $ = (id) => document.getElementById(id);

const SVG = 'http://www.w3.org/2000/svg';

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name === 'class') node.setAttribute('class', value);
    else if (name === 'on') for (const [event, run] of Object.entries(value)) node.addEventListener(event, run);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export const h = (tag, attributes, ...children) => filled(document.createElement(tag), attributes, children);
export const s = (tag, attributes, ...children) => filled(document.createElementNS(SVG, tag), attributes, children);

export function text(node, value) {
  const next = String(value);
  if (node.textContent !== next) node.textContent = next;
}

export function attribute(node, name, value) {
  const next = String(value);
  if (node.getAttribute(name) !== next) node.setAttribute(name, next);
}

/** Makes the children of a node those of the list: what has the same key stays the same element. */
export function keep(parent, items, keyOf, make, update) {
  const old = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let at = parent.firstElementChild;
  for (const item of items) {
    const key = String(keyOf(item));
    let node = old.get(key);
    if (node) {
      old.delete(key);
    } else {
      node = make(item);
      node.dataset.key = key;
    }
    if (update) update(node, item);
    if (node === at) at = at.nextElementSibling;
    else parent.insertBefore(node, at);
  }
  for (const gone of old.values()) gone.remove();
}

/** One that says so where there is nothing. */
export function emptyLine(parent, words, tag = 'li') {
  keep(parent, [words], (each) => 'empty ' + each, (each) => h(tag, { class: 'empty' }, each));
}

// ---- numbers for people

export function count(value) {
  if (value === null || value === undefined) return '–';
  if (value >= 1e6) return (value / 1e6).toFixed(value < 1e7 ? 2 : 1) + ' M';
  if (value >= 1e4) return (value / 1e3).toFixed(value < 1e5 ? 1 : 0) + ' k';
  if (value > 0 && value < 10 && !Number.isInteger(value)) return value.toFixed(1);
  return Math.round(value).toLocaleString('en');
}

export function bytes(value) {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let rest = value ?? 0;
  let unit = 0;
  while (rest >= 1000 && unit < units.length - 1) {
    rest /= 1000;
    unit++;
  }
  return [rest < 10 && unit > 0 ? rest.toFixed(1) : Math.round(rest), units[unit]];
}

export function micros(value) {
  if (value === null || value === undefined) return ['–', ''];
  if (value === 0) return [0, ''];
  if (value < 1000) return [value < 10 ? value.toFixed(1) : Math.round(value), 'µs'];
  if (value < 1e6) return [(value / 1e3).toFixed(value < 1e4 ? 2 : value < 1e5 ? 1 : 0), 'ms'];
  return [(value / 1e6).toFixed(value < 1e7 ? 2 : 1), 's'];
}

export const span = (value) => micros(value).join(' ').trim();

export function seconds(value) {
  if (value < 120) return Math.round(value) + ' s';
  if (value < 7200) return Math.round(value / 60) + ' min';
  if (value < 172800) return Math.round(value / 3600) + ' h';
  return Math.round(value / 86400) + ' days';
}

export const clock = (millis) => new Date(millis).toLocaleTimeString('en-GB', { hour12: false });

export const percent = (ratio) => (ratio > 0 && ratio < 0.01 ? '< 1 %' : Math.round(ratio * 100) + ' %');

/** How a fullness is to be taken: the page says it by colour and by words. */
export const fullness = (ratio) => (ratio >= 0.9 ? 'full' : ratio >= 0.7 ? 'high' : 'room');

/** {@code L4.CONNECT_REFUSED} as it is spoken. */
export const spoken = (code) => code.slice(code.indexOf('.') + 1).toLowerCase().replaceAll('_', ' ');
