// A list of scalars.
import { MAX_ROWS } from '../model/shape.js';
import { element, flash } from './dom.js';
import { MoreLine } from './more-line.js';
import { TextView } from './text-view.js';

export class ListView {
  element = element('div');
  #list = element('ul', { className: 'list' });
  #items = [];
  #more = new MoreLine(this.element);

  constructor() {
    this.element.append(this.#list);
  }

  update(values, lights) {
    const shown = Math.min(values.length, MAX_ROWS);
    while (this.#items.length > shown) this.#items.pop().element.remove();
    for (let i = 0; i < shown; i++) {
      const isNew = i === this.#items.length;
      if (isNew) this.#items.push(this.#add(lights));
      this.#items[i].view.update(values[i], lights && !isNew);
    }

    this.#more.show({ items: values.length - shown });
  }

  #add(lights) {
    const view = new TextView();
    const item = element('li', {}, view.element);
    if (lights) flash(item);
    this.#list.append(item);
    return { element: item, view };
  }
}
