// The members of a table's rows that do not fit into cells: each folded up, and drawn only while it is open.
import { isObject, member } from '../model/merge-patch.js';
import { textOf } from '../model/shape.js';
import { pointer } from '../model/trends.js';
import { dropOthers, element, setText } from './dom.js';

const MAX_FOLDS = 60;

export class FoldList {
  element = element('div');
  #slotIn;
  #path;
  #folds = new Map();

  /** `slotIn(host, path)` makes a place for what is folded up; `path` is that of the table. */
  constructor(slotIn, path) {
    this.#slotIn = slotIn;
    this.#path = path;
  }

  /** Shows the nested columns of these rows. */
  update(entries, columns, lights) {
    if (columns.length === 0 && this.#folds.size === 0) return;
    const wanted = new Map();
    for (const [key, row] of entries) {
      if (!isObject(row)) continue;
      for (const column of columns) {
        const value = member(row, column);
        if (value === undefined || wanted.size >= MAX_FOLDS) continue;
        const path = pointer(pointer(this.#path, key), column);
        wanted.set(JSON.stringify([key, column]), { title: `${key} › ${column}`, value, path });
      }
    }

    dropOthers(this.#folds, wanted.keys());
    for (const [id, { title, value, path }] of wanted) this.#fold(id, title, path).show(value, lights);
  }

  #fold(id, title, path) {
    let fold = this.#folds.get(id);
    if (fold !== undefined) return fold;
    fold = new Fold(title, (host) => this.#slotIn(host, path));
    this.#folds.set(id, fold);
    this.element.append(fold.element);
    return fold;
  }
}

class Fold {
  #title;
  #summary = element('summary');
  #place = element('div');
  #slot = null;
  #value;
  element = element('details', { className: 'fold' }, this.#summary, this.#place);

  constructor(title, slotIn) {
    this.#title = title;
    this.element.addEventListener('toggle', () => {
      if (!this.element.open) return;
      this.#slot ??= slotIn(this.#place);
      this.#slot.show(this.#value, false);
    });
  }

  show(value, lights) {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    setText(this.#summary, `${this.#title} ${Array.isArray(value) || isObject(value) ? textOf(value) : ''}`.trim());
    if (this.element.open) this.#slot?.show(value, lights);
  }
}
