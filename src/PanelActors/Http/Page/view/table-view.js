// Objects that are alike: one row each. What does not fit into a cell is folded up below.
import { columnsOf, entriesOf } from '../model/shape.js';
import { isObject, member } from '../model/merge-patch.js';
import { dropOthers, element, flash, setText } from './dom.js';
import { FoldList } from './fold-list.js';
import { TextView } from './text-view.js';

export class TableView {
  element = element('div');
  #body = element('tbody');
  #head = element('tr');
  #more = null;
  #columns = null;
  #words = [];
  #rows = new Map();
  #folds;

  constructor(depth, slotIn) {
    const table = element('table', {}, element('thead', {}, this.#head), this.#body);
    this.#folds = new FoldList((host) => slotIn(host, depth + 2));
    this.element.append(element('div', { className: 'scroll' }, table), this.#folds.element);
  }

  update(value, lights) {
    const isList = Array.isArray(value);
    const { entries, more } = entriesOf(value);
    const columns = columnsOf(entries.map(([, row]) => row));
    this.#showColumns(columns.cells, isList, entries);
    dropOthers(this.#rows, entries);
    let last = null;
    for (const [key, item] of entries) {
      let row = this.#rows.get(key);
      const isNew = row === undefined;
      if (isNew) row = this.#add(key, isList, lights);
      if (!Object.is(row.value, item)) this.#fill(row, item, lights && !isNew);
      if (isNew) this.#body.insertBefore(row.element, last === null ? this.#body.firstChild : last.nextSibling);
      last = row.element;
    }

    this.#folds.update(entries, columns.nested, lights);
    this.#showMore(more, columns.more);
  }

  #showColumns(columns, isList, entries) {
    if (this.#columns !== null && columns.length === this.#columns.length && columns.every((column, index) => column === this.#columns[index])) return;
    this.#columns = columns;
    this.#words = columns.map((column) => entries.some(([, row]) => isObject(row) && typeof member(row, column) === 'string'));
    this.#rows.clear();
    this.#body.replaceChildren();
    const heads = columns.map((column, index) => element('th', { scope: 'col', text: column, className: this.#classOf(index) }));
    this.#head.replaceChildren(...(isList ? [] : [element('td')]), ...heads);
  }

  #classOf(index) {
    return this.#words[index] ? 'words' : '';
  }

  #add(key, isList, lights) {
    const cells = this.#columns.map(() => new TextView());
    const row = element('tr', {}, ...(isList ? [] : [element('th', { scope: 'row', text: key })]), ...cells.map((cell, index) => element('td', { className: this.#classOf(index) }, cell.element)));
    if (lights) flash(row);
    const added = { element: row, cells, value: undefined };
    this.#rows.set(key, added);
    return added;
  }

  #fill(row, item, lights) {
    row.value = item;
    this.#columns.forEach((column, index) => {
      const value = isObject(item) ? member(item, column) : index === 0 ? item : undefined;
      row.cells[index].update(value === undefined ? ' ' : value, lights);
    });
  }

  #showMore(rows, columns) {
    if (rows === 0 && columns === 0 && this.#more === null) return;
    this.#more ??= this.element.appendChild(element('p', { className: 'more' }));
    this.#more.hidden = rows === 0 && columns === 0;
    setText(this.#more, [rows > 0 ? `and ${rows} more rows` : '', columns > 0 ? `and ${columns} more columns` : ''].filter(Boolean).join(', '));
  }
}
