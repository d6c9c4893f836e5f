// A value in text: a scalar, or what is nested too deeply to be laid out.
import { textOf } from '../model/shape.js';
import { safeText } from '../model/safe-text.js';
import { element, flash } from './dom.js';

const MOST_DECIMALS = 6;
// What is longer than this may be cut where it stands in one line.
const LONG = 16;

export class TextView {
  element = element('span', { className: 'value' });
  #decimals = 0;
  #shown = null;

  update(value, lights) {
    const text = this.#format(value);
    if (text === this.#shown) return;
    this.#shown = text;
    const safe = safeText(text);
    this.element.textContent = safe;
    if (safe.length > LONG) this.element.title = safe;
    else if (this.element.title !== '') this.element.removeAttribute('title');
    this.element.dataset.type = typeOf(value);
    if (lights) flash(this.element);
  }

  // A number keeps the decimals it once had, so that 7.1 after 7.05 stands in the same place.
  #format(value) {
    if (typeof value !== 'number') return value === '' ? '""' : textOf(value);
    const text = String(value);
    const point = text.indexOf('.');
    if (text.includes('e')) return text;
    this.#decimals = Math.min(MOST_DECIMALS, Math.max(this.#decimals, point < 0 ? 0 : text.length - point - 1));
    return point >= 0 && text.length - point - 1 > MOST_DECIMALS ? text : value.toFixed(this.#decimals);
  }
}

function typeOf(value) {
  if (value === null) return 'null';
  if (typeof value === 'bigint') return 'number';
  if (value === '' || (typeof value === 'object' && Object.keys(value).length === 0)) return 'empty';
  return typeof value;
}
