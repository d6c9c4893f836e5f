// Making elements. Content is always text, never markup, and all of it can be seen.
import { safeText } from '../model/safe-text.js';

const READ = new Set(['title', 'aria-label']);

/** The element of the page that has this id. */
export function by(id) {
  return document.getElementById(id);
}

/** An element with a class, text, and children. */
export function element(name, { className, text, ...attributes } = {}, ...children) {
  const made = document.createElement(name);
  if (className !== undefined) made.className = className;
  if (text !== undefined) made.textContent = safeText(text);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, READ.has(key) ? safeText(value) : value);
  made.append(...children);
  return made;
}

/** One of the icons; decoration only. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  svg.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** Shows another icon in a place that has one. */
export function setIcon(host, name) {
  host.querySelector('use').setAttribute('href', `#icon-${name}`);
}

/** Sets text where it is another one: writing the same text again costs a layout. */
export function setText(target, text) {
  const safe = safeText(text);
  if (target.textContent !== safe) target.textContent = safe;
}

/** Sets the title of the page, which a tab in the background shows too. */
export function setTitle(parts) {
  const title = safeText(parts.filter((part) => part !== null).join(' · '));
  if (document.title !== title) document.title = title;
}

/** Takes away the rows whose keys are not among these: elements in the page and their places in the map. */
export function dropOthers(rows, keys) {
  const kept = new Set(keys);
  for (const [key, row] of rows) {
    if (kept.has(key)) continue;
    row.element.remove();
    rows.delete(key);
  }
}

/** Puts elements into this order, without moving those that are in it; the focus stays where it is. */
export function arrange(host, elements) {
  const focused = document.activeElement;
  let next = host.firstChild;
  for (const one of elements) {
    if (one === next) next = next.nextSibling;
    else host.insertBefore(one, next);
  }

  // Moving an element in the document takes the focus from what is in it.
  if (focused !== document.activeElement && host.contains(focused)) focused.focus({ preventScroll: true });
}

// Each light is an animation, and hundreds of them at once cost more than all the drawing, while no eye tells them apart.
const LIGHTS_A_SECOND = 100;
let lights = LIGHTS_A_SECOND;
let refilled = 0;

/** Lets an element light up once, also when it still does: two equal animations take turns. Past so many a second it does nothing. */
export function flash(target) {
  const time = performance.now();
  lights = Math.min(LIGHTS_A_SECOND, lights + ((time - refilled) / 1000) * LIGHTS_A_SECOND);
  refilled = time;
  if (lights < 1) return;
  lights--;
  const second = target.classList.contains('flash-a');
  target.classList.toggle('flash-a', !second);
  target.classList.toggle('flash-b', second);
}
