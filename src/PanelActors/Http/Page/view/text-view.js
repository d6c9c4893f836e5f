// A value in text: a scalar, or what is nested too deeply to be laid out.
import { NumberFormat } from '../model/format.js';
import { textOf } from '../model/shape.js';
import { safeText } from '../model/safe-text.js';
import { element, flash } from './dom.js';

// What is longer than this may be cut where it stands in one line.
const LONG = 16;

export class TextView {
  element = element('span', { className: 'value' });
  #numbers = new NumberFormat();
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

  #format(value) {
    if (typeof value === 'number') return this.#numbers.write(value);
    return value === '' ? '""' : textOf(value);
  }
}

function typeOf(value) {
  if (value === null) return 'null';
  if (typeof value === 'bigint') return 'number';
  if (value === '' || (typeof value === 'object' && Object.keys(value).length === 0)) return 'empty';
  return typeof value;
}
