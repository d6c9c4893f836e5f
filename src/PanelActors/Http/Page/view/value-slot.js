// A place for one JSON value, whatever it is: keeps the view that fits, and replaces it when the value becomes another kind.
import { kindOf } from '../model/shape.js';
import { ListView } from './list-view.js';
import { RowsView } from './rows-view.js';
import { TableView } from './table-view.js';
import { TextView } from './text-view.js';

const VIEWS = { rows: RowsView, table: TableView, list: ListView };

export class ValueSlot {
  #host;
  #depth;
  #path;
  #tools;
  #decimals;
  #kind = null;
  #view = null;
  #value;

  /** `path` is the pointer of the value; `tools` are what all views share: `trends`, `sorts`, `words()` and `separates()`. */
  constructor(host, depth, path, tools, decimals = null) {
    this.#decimals = decimals;
    this.#host = host;
    this.#depth = depth;
    this.#path = path;
    this.#tools = tools;
  }

  /** Shows the same value again, where what is shown of it depends on what is searched for. */
  refresh() {
    this.#view?.update(this.#value, false);
  }

  /** Shows a value; lights up what changed, where `lights` is set. */
  show(value, lights) {
    if (this.#view !== null && Object.is(value, this.#value)) return;
    const kind = kindOf(value, this.#depth);
    if (kind !== this.#kind) {
      this.#kind = kind;
      this.#view = this.#make(kind);
      this.#host.replaceChildren(this.#view.element);
      this.#view.update(value, false);
    } else {
      this.#view.update(value, lights);
    }

    this.#value = value;
  }

  #make(kind) {
    if (kind === 'text') return new TextView(this.#tools, this.#path, this.#decimals);
    return new VIEWS[kind](this.#tools, this.#path, this.#depth,
      (host, depth, path, decimals) => new ValueSlot(host, depth, path, this.#tools, decimals));
  }
}
