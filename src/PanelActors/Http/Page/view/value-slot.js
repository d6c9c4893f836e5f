// A place for one JSON value, whatever it is: keeps the view that fits, and replaces it when the value becomes another kind.
import { kindOf } from '../model/shape.js';
import { ListView } from './list-view.js';
import { RowsView } from './rows-view.js';
import { TableView } from './table-view.js';
import { TextView } from './text-view.js';

const VIEWS = { text: TextView, rows: RowsView, table: TableView, list: ListView };

export class ValueSlot {
  #host;
  #depth;
  #kind = null;
  #view = null;
  #value;

  constructor(host, depth) {
    this.#host = host;
    this.#depth = depth;
  }

  /** Shows a value; lights up what changed, where `lights` is set. */
  show(value, lights) {
    if (this.#view !== null && Object.is(value, this.#value)) return;
    const kind = kindOf(value, this.#depth);
    if (kind !== this.#kind) {
      this.#kind = kind;
      this.#view = new VIEWS[kind](this.#depth, (host, depth) => new ValueSlot(host, depth));
      this.#host.replaceChildren(this.#view.element);
      this.#view.update(value, false);
    } else {
      this.#view.update(value, lights);
    }

    this.#value = value;
  }
}
