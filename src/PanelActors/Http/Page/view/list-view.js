// A list of scalars.
import { MOST_ROWS } from '../model/shape.js';
import { element, flash, setText } from './dom.js';
import { TextView } from './text-view.js';

export class ListView {
  element = element('div');
  #list = element('ul', { className: 'list' });
  #items = [];
  #more = null;

  constructor() {
    this.element.append(this.#list);
  }

  update(values, lights) {
    const shown = Math.min(values.length, MOST_ROWS);
    while (this.#items.length > shown) this.#items.pop().element.remove();
    for (let i = 0; i < shown; i++) {
      const isNew = i === this.#items.length;
      if (isNew) this.#items.push(this.#add(lights));
      this.#items[i].view.update(values[i], lights && !isNew);
    }

    const more = values.length - shown;
    if (more === 0 && this.#more === null) return;
    this.#more ??= this.element.appendChild(element('p', { className: 'more' }));
    this.#more.hidden = more === 0;
    setText(this.#more, `and ${more} more`);
  }

  #add(lights) {
    const view = new TextView();
    const item = element('li', {}, view.element);
    if (lights) flash(item);
    this.#list.append(item);
    return { element: item, view };
  }
}
