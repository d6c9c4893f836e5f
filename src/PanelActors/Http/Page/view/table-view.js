// Objects that are alike: one row each. What does not fit into a cell is folded up below.
import { columnsOf } from '../model/shape.js';
import { isObject, member } from '../model/merge-patch.js';
import { nameText } from '../model/format.js';
import { rowsOf } from '../model/rows.js';
import { pointer } from '../model/trends.js';
import { Decimals } from './decimals.js';
import { arrange, dropOthers, element, flash } from './dom.js';
import { FoldList } from './fold-list.js';
import { MoreLine } from './more-line.js';
import { TextView } from './text-view.js';

// Their cells are narrower.
const MANY = 8;

export class TableView {
  element = element('div');
  #body = element('tbody');
  #head = element('tr');
  #more = new MoreLine(this.element);
  #table;
  #tools;
  #path;
  #value = null;
  #columns = null;
  #words = [];
  #decimals = [];
  #rows = new Map();
  #folds;

  constructor(tools, path, depth, slotIn) {
    this.#table = element('table', {}, element('thead', {}, this.#head), this.#body);
    this.#tools = tools;
    this.#path = path;
    this.#folds = new FoldList((host, place) => slotIn(host, depth + 2, place), path);
    this.element.append(element('div', { className: 'scroll' }, this.#table), this.#folds.element);
  }

  update(value, lights) {
    this.#value = value;
    const isList = Array.isArray(value);
    const sort = this.#tools.sorts.at(this.#path);
    const { entries, more } = rowsOf(value, sort, this.#tools.words());
    const columns = columnsOf(entries.map(([, row]) => row));
    this.#showColumns(columns.cells, isList, entries);
    this.#showSort(sort);
    dropOthers(this.#rows, entries.map(([key]) => key));
    for (const [key, item] of entries) {
      let row = this.#rows.get(key);
      const isNew = row === undefined;
      if (isNew) row = this.#add(key, isList, lights);
      if (!Object.is(row.value, item)) this.#fill(row, item, lights && !isNew);
    }

    arrange(this.#body, entries.map(([key]) => this.#rows.get(key).element));
    this.#folds.update(entries, columns.nested, lights);
    this.#more.show({ rows: more, columns: columns.more });
  }

  #showColumns(columns, isList, entries) {
    const same = columns.length === this.#columns?.length && columns.every((column, index) => column === this.#columns[index]);
    if (same) return;
    this.#columns = columns;
    this.#table.className = columns.length > MANY ? 'many' : '';
    this.#words = columns.map((column) => entries.some(([, row]) => isObject(row) && isWord(member(row, column))));
    this.#decimals = columns.map(() => new Decimals());
    this.#rows.clear();
    this.#body.replaceChildren();
    const heads = columns.map((column, index) => element('th', { scope: 'col', className: this.#classOf(index) }, this.#sorter(column)));
    this.#head.replaceChildren(...(isList ? [] : [element('td')]), ...heads);
  }

  #sorter(column) {
    const button = element('button', { type: 'button', text: nameText(column), title: `Sort by ${column}` });
    button.addEventListener('click', () => {
      this.#tools.sorts.choose(this.#path, column);
      this.update(this.#value, false);
    });
    return button;
  }

  #showSort(sort) {
    const heads = [...this.#head.children].slice(-this.#columns.length || this.#head.children.length);
    heads.forEach((head, index) => {
      if (sort?.column === this.#columns[index]) head.setAttribute('aria-sort', sort.isDown ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    });
  }

  #classOf(index) {
    return this.#words[index] ? 'words' : '';
  }

  #add(key, isList, lights) {
    const place = pointer(this.#path, key);
    const cells = this.#columns.map((column, index) => new TextView(this.#tools, pointer(place, column), this.#decimals[index]));
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

// What is read from its beginning.
function isWord(value) {
  return typeof value === 'string' || (Array.isArray(value) && value.some(isWord));
}
