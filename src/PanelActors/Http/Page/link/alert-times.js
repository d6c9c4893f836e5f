// Since when the alerts of a store are what they are. The relay does not say; the daemon's list does, where it has one.
import { storePath } from './address.js';
import { get } from './api.js';

// Long enough for what the relay has sent to be in the list too.
const SOON = 300;
const BETWEEN = 2000;

export class AlertTimes {
  items = null;
  #store;
  #onChange;
  #isRead;
  #timer = null;
  #isAbsent = false;
  #isClosed = false;
  #askedAt = -Infinity;

  /** `onChange()` hears when there is another list; `isRead()` says whether to ask at all. */
  constructor(store, onChange, isRead) {
    this.#store = store;
    this.#isRead = isRead;
    this.#onChange = onChange;
  }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  /** Asks, soon, because alerts changed; not where there are none. */
  refresh(isWanted) {
    if (!isWanted || this.#isAbsent || this.#isClosed || this.#timer !== null) return;
    this.#timer = setTimeout(() => this.#ask(), Math.max(SOON, this.#askedAt + BETWEEN - performance.now()));
  }

  async #ask() {
    this.#timer = null;
    if (!this.#isRead()) return;
    this.#askedAt = performance.now();
    try {
      const response = await get(storePath(this.#store, 'alerts'));
      const { items } = await response.json();
      if (this.#isClosed || !Array.isArray(items)) return;
      this.items = items;
      this.#onChange();
    } catch (error) {
      // A daemon of an earlier version has no such list. Whether it is lost is found out by the list of stores.
      if (error.status === 404) this.#isAbsent = true;
    }
  }
}
