// An object, or a list of mixed things: rows of key and value.
import { nameText } from '../model/format.js';
import { entriesOf, kindOf } from '../model/shape.js';
import { dropOthers, element, flash } from './dom.js';
import { MoreLine } from './more-line.js';

export class RowsView {
  element = element('div');
  #list = element('dl', { className: 'rows' });
  #more = new MoreLine(this.element);
  #rows = new Map();
  #depth;
  #slotIn;

  constructor(depth, slotIn) {
    this.#depth = depth;
    this.#slotIn = slotIn;
    this.element.append(this.#list);
  }

  update(value, lights) {
    const { entries, more } = entriesOf(value);
    dropOthers(this.#rows, entries.map(([key]) => key));
    let last = null;
    for (const [key, item] of entries) {
      const row = this.#row(key, lights);
      row.element.classList.toggle('nested', kindOf(item, this.#depth + 1) !== 'text');
      row.slot.show(item, lights);
      // New rows go where they belong; the others stay where they are.
      if (row.isNew) this.#list.insertBefore(row.element, last === null ? this.#list.firstChild : last.nextSibling);
      row.isNew = false;
      last = row.element;
    }

    this.#more.show({ items: more });
  }

  #row(key, lights) {
    let row = this.#rows.get(key);
    if (row !== undefined) return row;
    const place = element('dd');
    row = {
      element: element('div', {}, element('dt', { text: nameText(key) }), place),
      slot: this.#slotIn(place, this.#depth + 1),
      isNew: true,
    };
    if (lights) flash(row.element);
    this.#rows.set(key, row);
    return row;
  }
}
