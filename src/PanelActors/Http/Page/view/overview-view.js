// All stores, worst first, each a row that leads to it.
import { now } from '../link/clock.js';
import { worstFirst } from '../model/overview.js';
import { arrange, by, dropOthers, setText } from './dom.js';
import { MoreLine } from './more-line.js';
import { StoreRow } from './store-row.js';

const MAX_STORES = 300;

export class OverviewView {
  #list = by('stores');
  #empty = by('stores-empty');
  #more = new MoreLine(by('stores-view'));
  #rows = new Map();
  #addressOf;
  #askedAt = 0;

  /** `addressOf(name)` is the address of a store. */
  constructor(addressOf) {
    this.#addressOf = addressOf;
  }

  /** Shows the stores that the daemon listed when it was asked at `askedAt`. */
  show(stores, askedAt, isLive) {
    const ordered = worstFirst(stores ?? []);
    const shown = ordered.slice(0, MAX_STORES);
    this.#askedAt = askedAt ?? 0;
    dropOthers(this.#rows, shown.map(({ name }) => name));
    for (const store of shown) this.#row(store.name).show(store, this.#addressOf(store.name));
    arrange(this.#list, shown.map(({ name }) => this.#rows.get(name).element));
    this.#more.show({ stores: ordered.length - shown.length });
    this.#empty.hidden = stores === null || stores.length > 0;
    setText(this.#empty, 'This daemon shows no stores, or none that you may read.');
    this.tick(isLive);
  }

  /** Lets the ages go on, and marks what is not live. */
  tick(isLive) {
    const passed = now() - this.#askedAt;
    for (const row of this.#rows.values()) row.tick(passed, isLive);
  }

  #row(name) {
    let row = this.#rows.get(name);
    if (row === undefined) this.#rows.set(name, row = new StoreRow());
    return row;
  }
}
