// An object, or a list of mixed things: rows of key and value.
import { nameText } from '../model/format.js';
import { entriesOf, isLong, kindOf } from '../model/shape.js';
import { pointer } from '../model/trends.js';
import { Decimals } from './decimals.js';
import { dropOthers, element, flash } from './dom.js';
import { MoreLine } from './more-line.js';

export class RowsView {
  element = element('div');
  #list = element('dl', { className: 'rows' });
  #more = new MoreLine(this.element);
  #rows = new Map();
  #path;
  #depth;
  #slotIn;
  #decimals = new Decimals();

  constructor(tools, path, depth, slotIn) {
    this.#path = path;
    this.#depth = depth;
    this.#slotIn = slotIn;
    this.element.append(this.#list);
  }

  update(value, lights) {
    const { entries, more } = entriesOf(value);
    dropOthers(this.#rows, entries.map(([key]) => key));
    let [last, groups] = [null, 0];
    for (const [key, item] of entries) {
      const row = this.#row(key, lights);
      const kind = kindOf(item, this.#depth + 1);
      row.element.classList.toggle('nested', kind !== 'text');
      row.element.classList.toggle('tabular', this.#depth === 0 && (kind === 'table' || (kind === 'rows' && hasTable(item, 2))));
      groups += kind === 'rows' || kind === 'list' ? 1 : 0;
      row.element.classList.toggle('long', isLong(item));
      row.slot.show(item, lights);
      // New rows go where they belong; the others stay where they are.
      if (row.isNew) this.#list.insertBefore(row.element, last === null ? this.#list.firstChild : last.nextSibling);
      row.isNew = false;
      last = row.element;
    }

    this.#list.classList.toggle('groups', this.#depth === 0 && groups > 1);
    this.#more.show({ items: more });
  }

  #row(key, lights) {
    let row = this.#rows.get(key);
    if (row !== undefined) return row;
    const place = element('dd');
    row = {
      element: element('div', {}, element('dt', { text: nameText(key) }), place),
      slot: this.#slotIn(place, this.#depth + 1, pointer(this.#path, key), this.#decimals),
      isNew: true,
    };
    if (lights) flash(row.element);
    this.#rows.set(key, row);
    return row;
  }
}

function hasTable(value, depth) {
  return entriesOf(value).entries.some(([, item]) => kindOf(item, depth) === 'table');
}
