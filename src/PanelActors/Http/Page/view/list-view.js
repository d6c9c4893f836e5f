// A list of scalars. Numbers stand below one another, each with its trend where the places of the list keep what they mean.
import { MAX_NUMBERS } from '../model/positions.js';
import { MAX_ROWS, areNumbers } from '../model/shape.js';
import { pointer } from '../model/trends.js';
import { Decimals } from './decimals.js';
import { element, flash } from './dom.js';
import { MoreLine } from './more-line.js';
import { TextView } from './text-view.js';

const MAX_LETTERS = 18;

export class ListView {
  element = element('div');
  #list = element('ul', { className: 'list' });
  #items = [];
  #more = new MoreLine(this.element);
  #decimals = new Decimals();
  #areNumbers = false;
  #letters = 0;
  #tools;
  #path;

  constructor(tools, path) {
    this.#tools = tools;
    this.#path = path;
    this.element.append(this.#list);
  }

  update(values, lights) {
    const shown = Math.min(values.length, MAX_ROWS);
    this.#areNumbers = areNumbers(values);
    this.#list.classList.toggle('numbers', this.#areNumbers);
    while (this.#items.length > shown) this.#items.pop().element.remove();
    for (let i = 0; i < shown; i++) {
      const isNew = i === this.#items.length;
      if (isNew) this.#items.push(this.#add(i, lights));
      this.#items[i].view.update(values[i], lights && !isNew);
    }

    this.#more.show({ items: values.length - shown });
    if (this.#areNumbers) this.#widen();
  }

  // Room for the longest number, with its decimals and its trend; it only grows, so that nothing moves.
  #widen() {
    const letters = Math.min(MAX_LETTERS, Math.max(...this.#items.map(({ view }) => view.length)));
    if (letters <= this.#letters) return;
    this.#letters = letters;
    this.#list.style.setProperty('--letters', letters);
  }

  #add(index, lights) {
    const view = new TextView(this.#tools, index < MAX_NUMBERS ? pointer(this.#path, index) : null, {
      note: (value, text) => this.#decimals.note(value, this.#areNumbers ? text : null),
    });
    const item = element('li', {}, view.element);
    if (lights) flash(item);
    this.#list.append(item);
    return { element: item, view };
  }
}
