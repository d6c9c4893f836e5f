// A value in text: a scalar, or what is nested too deeply to be laid out.
import { NumberFormat, separated } from '../model/format.js';
import { textOf } from '../model/shape.js';
import { safeText } from '../model/safe-text.js';
import { element, flash } from './dom.js';

// What is longer than this may be cut where it stands in one line.
const LONG = 16;

export class TextView {
  element = element('span', { className: 'value' });
  #numbers = new NumberFormat();
  #shown = null;
  #tools;
  #path;
  #decimals;

  /** `path` is the place whose trend stands beside a number; `decimals` are those of the numbers that it stands below. */
  constructor(tools, path = null, decimals = null) {
    this.#tools = tools;
    this.#path = path;
    this.#decimals = decimals;
  }

  /** How many letters it takes, with the room that it keeps for decimals. */
  get length() {
    return this.element.textContent.length + (this.element.dataset.pad?.length ?? 0);
  }

  update(value, lights) {
    const text = this.#format(value);
    if (text === this.#shown) return;
    this.#shown = text;
    const safe = safeText(text);
    this.element.textContent = safe;
    if (safe.length > LONG) this.element.title = safe;
    else if (this.element.title !== '') this.element.removeAttribute('title');
    this.element.dataset.type = typeOf(value);
    this.#decimals?.note(this.element, this.element.dataset.type === 'number' ? text : null);
    if (typeof value === 'number' && typeof this.#path === 'string') this.#tools.trends.place(this.#path, this.element);
    if (lights) flash(this.element);
  }

  #format(value) {
    if (typeof value === 'number' || typeof value === 'bigint') {
      const text = typeof value === 'number' ? this.#numbers.write(value) : String(value);
      return this.#tools.separates() ? separated(text) : text;
    }

    return value === '' ? '""' : textOf(value);
  }
}

function typeOf(value) {
  if (value === null) return 'null';
  if (typeof value === 'bigint') return 'number';
  if (value === '' || (typeof value === 'object' && Object.keys(value).length === 0)) return 'empty';
  return typeof value;
}
