// The chart of some numbers, beside the page that goes on: more of them are added and taken away by choosing their trends.
import { daemonNow, now, timeOfDayAt } from '../link/clock.js';
import { SPANS, chartText, columnsOf, scaleOf } from '../model/chart.js';
import { decimalsOf, separated } from '../model/format.js';
import { resample } from '../model/samples.js';
import { safeText } from '../model/safe-text.js';
import { pathText } from '../model/trends.js';
import { drawChart, plotWidth } from './chart-drawing.js';
import { by, dropOthers, element, setText } from './dom.js';
import { listenToInk } from './ink.js';

const MAX_LANES = 6;
const BETWEEN = 250;
const TEXT_EVERY = 5;
const MOVES = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity };

export class ChartView {
  #dialog = by('chart');
  #canvas = by('chart-canvas');
  #list = by('chart-list');
  #rows = new Map();
  #paths = new Set();
  #session = null;
  #span = SPANS[1];
  #crossAt = null;
  #opener = null;
  #drawnAt = 0;
  #textAt = 0;
  #frame = null;
  #does;

  /** `does.changed(paths)` hears which numbers are shown; `does.separates()` whether thousands are separated. */
  constructor(does) {
    this.#does = does;
    for (const seconds of SPANS) {
      const button = element('button', { type: 'button', text: `${seconds / 60} min`, 'data-span': seconds });
      button.addEventListener('click', () => this.#setSpan(seconds));
      by('chart-spans').append(button);
    }

    by('chart-close').addEventListener('click', () => this.close());
    this.#canvas.addEventListener('pointermove', (event) => this.#point(event));
    this.#canvas.addEventListener('pointerleave', () => this.#cross(null));
    this.#canvas.addEventListener('keydown', (event) => this.#move(event));
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.#dialog.open || event.defaultPrevented || document.querySelector('dialog:modal') !== null) return;
      if (event.target instanceof Element && event.target.matches('input, [popover], [popover] *')) return;
      this.close();
    });
    new ResizeObserver(() => this.#draw()).observe(this.#canvas);
    listenToInk(() => this.#draw());
    this.#setSpan(this.#span);
  }

  /** Belongs to another store from now on. */
  show(session) {
    this.#paths.clear();
    this.#rows.clear();
    this.#list.replaceChildren();
    this.#session = session;
    if (this.#dialog.open) this.close();
  }

  /** Adds a number, or takes it away where it is there; opens or closes with it. */
  toggle(path, opener) {
    if (!this.#paths.delete(path)) {
      if (this.#paths.size >= MAX_LANES) this.#paths.delete(this.#paths.values().next().value);
      this.#paths.add(path);
      this.#session.series.chart(path);
    }

    if (this.#paths.size === 0) {
      this.close();
      return;
    }

    if (!this.#dialog.open) {
      this.#opener = opener;
      this.#dialog.show();
      document.documentElement.dataset.chart = 'open';
      this.#canvas.focus({ preventScroll: true });
    }

    this.#does.changed(this.#paths);
    this.#draw(true);
  }

  close() {
    this.#paths.clear();
    this.#cross(null);
    this.#dialog.close();
    delete document.documentElement.dataset.chart;
    this.#does.changed(this.#paths);
    if (this.#opener?.isConnected) this.#opener.focus({ preventScroll: true });
    this.#opener = null;
  }

  /** Lets time pass. */
  tick(time) {
    if (!this.#dialog.open || time - this.#drawnAt < BETWEEN / 1000) return;
    this.#drawnAt = time;
    this.#frame ??= requestAnimationFrame(() => this.#draw());
  }

  #setSpan(seconds) {
    this.#span = seconds;
    for (const button of by('chart-spans').children) button.setAttribute('aria-pressed', String(Number(button.dataset.span) === seconds));
    this.#draw(true);
  }

  #point({ offsetX }) {
    const width = plotWidth(this.#canvas);
    const [from, to] = this.#range;
    this.#cross(offsetX > width ? null : from + (offsetX / width) * (to - from));
  }

  #move(event) {
    const step = MOVES[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const [from, to] = this.#range;
    const width = (to - from) / this.#columns;
    const at = (this.#crossAt ?? to) + (Number.isFinite(step) ? step * width * (event.shiftKey ? 10 : 1) : step);
    this.#cross(Math.min(to - width / 2, Math.max(from + width / 2, at)));
    // Said because of the key; what time alone changes is not.
    setText(by('chart-said'), `${by('chart-at').textContent}: ${[...this.#rows.values()].map(({ said }) => said).join(', ')}`);
  }

  #cross(moment) {
    this.#crossAt = moment;
    this.#frame ??= requestAnimationFrame(() => this.#draw());
    if (moment !== null) this.#draw();
  }

  // Whole columns, so that what is drawn does not tremble.
  get #range() {
    const width = this.#span / this.#columns;
    const to = Math.ceil(now() / width) * width;
    return [to - this.#span, to];
  }

  get #columns() {
    return columnsOf(this.#span, plotWidth(this.#canvas));
  }

  #draw(isNew = false) {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
    if (!this.#dialog.open || this.#session === null) return;
    const { trends } = this.#session;
    const [[from, to], columns] = [this.#range, this.#columns];
    const lanes = [...this.#paths].map((path) => {
      const samples = trends.at(path);
      return {
        path, name: safeText(pathText(path)), last: samples?.last ?? null, write: (value) => this.#write(value),
        columns: resample(samples?.rows ?? [], trends.silences, from, to, columns),
      };
    });
    const under = Math.floor(((this.#crossAt - from) / this.#span) * columns);
    const cross = this.#crossAt === null ? null : Math.min(columns - 1, Math.max(0, under));
    const offset = daemonNow() - now();
    drawChart(this.#canvas, lanes, { from, to, offset, cross });
    setText(by('chart-at'), cross === null ? 'now' : timeOfDayAt(from + ((cross + 0.5) * this.#span) / columns + offset));
    this.#showList(lanes, cross);
    if (!isNew && now() - this.#textAt < TEXT_EVERY) return;
    this.#textAt = now();
    this.#canvas.setAttribute('aria-label', safeText(chartText(lanes, this.#span / 60, (value) => this.#write(value))));
  }

  #showList(lanes, cross) {
    dropOthers(this.#rows, lanes.map(({ path }) => path));
    for (const lane of lanes) {
      const row = this.#row(lane.path, lane.name);
      const [cell, scale] = [cross === null ? null : lane.columns[cross], scaleOf(lane.columns)];
      const value = cross === null ? lane.last : cell?.[2] ?? null;
      const isBand = cell !== null && cell !== undefined && cell[0] !== cell[1];
      const band = isBand ? ` (${this.#write(cell[0])} to ${this.#write(cell[1])})` : '';
      row.said = `${lane.name} ${value === null ? 'not known' : this.#write(value)}${band}`;
      setText(row.value, value === null ? '–' : `${this.#write(value)}${band}`);
      setText(row.range, scale === null ? '' : `lowest ${this.#write(scale.lowest)}, highest ${this.#write(scale.highest)}`);
    }
  }

  #row(path, name) {
    let row = this.#rows.get(path);
    if (row !== undefined) return row;
    const remove = element('button', { type: 'button', text: 'Remove', 'aria-label': `Remove ${name}` });
    remove.addEventListener('click', () => this.toggle(path, null));
    const [value, range] = [element('b'), element('small')];
    row = { value, range, said: '', element: element('li', {}, element('span', { text: name }), value, range, remove) };
    this.#rows.set(path, row);
    this.#list.append(row.element);
    return row;
  }

  #write(value) {
    const text = typeof value === 'number' ? String(Number(value.toPrecision(12))) : value;
    return this.#does.separates() && decimalsOf(text) !== null ? separated(text) : text;
  }
}
