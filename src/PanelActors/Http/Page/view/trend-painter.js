// The sparklines beside numbers. Only those that are seen are drawn, together, once a second.
import { now } from '../link/clock.js';
import { scaleOf, runsOf } from '../model/chart.js';
import { resample } from '../model/samples.js';
import { pathText } from '../model/trends.js';
import { element } from './dom.js';
import { ink, listenToInk, surfaceOf } from './ink.js';

const SPAN = 120;
const COLUMNS = 40;
// In the root's letters, as the style sheet has them.
const [WIDTH, IN_TABLE, IN_LIST, HEIGHT] = [2.9, 1.45, 1.9, 1.07];
const BETWEEN = 1000;
const MOVES = 3;
const MAX_PLACES = 20_000;
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export class TrendPainter {
  #trends = null;
  #places = new Map();
  #seen = new Set();
  #dirty = new Set();
  #timer = null;
  #movedAt = 0;
  #letter = 15;
  #onOpen;
  #watch = new IntersectionObserver((entries) => this.#see(entries));

  /** `onOpen(path, button)` hears that a trend was chosen. */
  constructor(onOpen) {
    this.#onOpen = onOpen;
    listenToInk(() => this.#markSeen());
    document.addEventListener('keydown', (event) => this.#step(event));
  }

  /** Shows the trends of another store. */
  show(trends) {
    this.#trends = trends;
    this.#letter = parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.#watch.disconnect();
    for (const set of [this.#places, this.#seen, this.#dirty]) set.clear();
  }

  /** An element shows the number at a place; its trend stands before it, as soon as there is one. */
  place(path, value) {
    const known = this.#places.get(path);
    if (known?.value !== value) {
      this.#drop(path);
      this.#places.set(path, { value, button: null });
      if (this.#places.size > MAX_PLACES) this.#tidy();
    }

    this.#mark(path);
  }

  /** More is known of these places. */
  note(paths) {
    for (const path of paths) if (this.#places.has(path)) this.#mark(path);
  }

  /** Lets time pass. */
  tick(time) {
    if (time - this.#movedAt < MOVES) return;
    this.#movedAt = time;
    this.#markSeen();
  }

  /** One trend of a card is reached with Tab; from there the arrow keys lead to the others. */
  reach(card) {
    if (card.querySelector('.trend[tabindex="0"]') === null) card.querySelector('.trend')?.setAttribute('tabindex', '0');
  }

  /** Marks the trends that are in the chart. */
  chart(paths) {
    for (const [path, { button }] of this.#places) button?.setAttribute('aria-pressed', String(paths.has(path)));
  }

  #mark(path) {
    const place = this.#places.get(path);
    const isKnown = this.#trends?.at(path) !== undefined;
    if (!isKnown && place.button !== null) this.#remove(path, place);
    if (!isKnown) return;
    if (place.button === null) this.#add(path, place);

    this.#dirty.add(path);
    this.#timer ??= setTimeout(() => requestAnimationFrame(() => this.#paint()), BETWEEN);
  }

  #markSeen() {
    for (const path of this.#seen) this.#mark(path);
  }

  #add(path, place) {
    const canvas = element('canvas');
    const name = `Trend of ${pathText(path)}`;
    place.canvas = canvas;
    place.width = place.value.closest('td') !== null ? IN_TABLE : place.value.closest('li') !== null ? IN_LIST : WIDTH;
    const states = { 'aria-label': name, title: name, 'aria-pressed': 'false', tabindex: '-1' };
    place.button = element('button', { type: 'button', className: 'trend', ...states }, canvas);
    place.button.dataset.path = path;
    place.button.addEventListener('click', () => this.#onOpen(path, place.button));
    place.value.before(place.button);
    this.#watch.observe(place.button);
  }

  #drop(path) {
    const known = this.#places.get(path);
    if (known === undefined) return;
    if (known.button !== null) this.#remove(path, known);
    this.#places.delete(path);
  }

  #remove(path, place) {
    this.#watch.unobserve(place.button);
    place.button.remove();
    place.button = null;
    for (const set of [this.#seen, this.#dirty]) set.delete(path);
  }

  #tidy() {
    for (const [path, { value }] of this.#places) if (!value.isConnected) this.#drop(path);
  }

  #see(entries) {
    for (const { target, isIntersecting } of entries) {
      const { path } = target.dataset;
      if (this.#places.get(path)?.button !== target) continue;
      if (isIntersecting) {
        this.#seen.add(path);
        this.#mark(path);
      } else {
        this.#seen.delete(path);
      }
    }
  }

  #paint() {
    this.#timer = null;
    const time = now();
    for (const path of this.#dirty) {
      if (!this.#seen.has(path)) continue;
      const { canvas, value, width } = this.#places.get(path);
      const size = [width * this.#letter, HEIGHT * this.#letter];
      if (value.isConnected) drawSparkline(canvas, size, this.#trends.at(path), this.#trends.silences, time);
      else this.#drop(path);
    }

    this.#dirty.clear();
  }

  #step(event) {
    const step = STEPS[event.key];
    if (step === undefined || !(event.target instanceof Element) || !event.target.matches('.card .trend')) return;
    const all = [...event.target.closest('.card').querySelectorAll('.trend')];
    const next = all[all.indexOf(event.target) + step];
    event.preventDefault();
    if (next === undefined) return;
    for (const one of all) one.setAttribute('tabindex', one === next ? '0' : '-1');
    next.focus();
  }
}

function drawSparkline(canvas, [width, high], { rows }, silences, time) {
  const columns = resample(rows, silences, time - SPAN, time, COLUMNS);
  const surface = surfaceOf(canvas, width, high);
  const scale = scaleOf(columns);
  if (scale === null) return;
  const [step, height] = [width / COLUMNS, high - 3];
  const y = (value) => 1.5 + height - (height * (value - scale.low)) / (scale.high - scale.low);
  surface.strokeStyle = ink().line;
  surface.lineWidth = 1.25;
  surface.lineJoin = 'round';
  surface.beginPath();
  for (const { first, cells } of runsOf(columns)) {
    surface.moveTo(first * step, y(cells[0][2]));
    cells.forEach((cell, index) => surface.lineTo((first + index + (cells.length === 1 ? 1 : 0.5)) * step, y(cell[2])));
  }

  surface.stroke();
}
