// Objects that are alike: one row each. What does not fit into a cell is folded up below.
import { columnsOf, entriesOf } from '../model/shape.js';
import { isObject, member } from '../model/merge-patch.js';
import { dropOthers, element, flash } from './dom.js';
import { FoldList } from './fold-list.js';
import { MoreLine } from './more-line.js';
import { TextView } from './text-view.js';

export class TableView {
  element = element('div');
  #body = element('tbody');
  #head = element('tr');
  #more = new MoreLine(this.element);
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
    dropOthers(this.#rows, entries.map(([key]) => key));
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
    this.#more.show({ rows: more, columns: columns.more });
  }

  #showColumns(columns, isList, entries) {
    const same = columns.length === this.#columns?.length && columns.every((column, index) => column === this.#columns[index]);
    if (same) return;
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
    const head = isList ? [] : [element('th', { scope: 'row', text: key })];
    const row = element('tr', {}, ...head, ...cells.map((cell, index) => element('td', { className: this.#classOf(index) }, cell.element)));
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
}
