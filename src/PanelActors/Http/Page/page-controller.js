// Runs the page: inputs go through the rules of the page's state, and what these change is opened, closed and shown.
import { START, next, summaryOf } from './model/page-state.js';

export class PageController {
  #state = START;
  #session = null;
  #view;
  #openSession;
  #now;

  /**
   * `view` has `open(session)`, `change(change)`, `source(sources)` and `show(state)`; `openSession(name, listener)` follows a store;
   * `now()` is the clock.
   */
  constructor(view, openSession, now) {
    this.#view = view;
    this.#openSession = openSession;
    this.#now = now;
  }

  get state() {
    return this.#state;
  }

  /** The address names a store; null stands for the default one. */
  name(name) {
    this.#apply({ type: 'named', name });
  }

  /** The daemon listed its stores; it was asked at `askedAt`. */
  list(stores, askedAt) {
    this.#apply({ type: 'answered', stores, askedAt });
    const summary = summaryOf(this.#state);
    if (summary !== undefined) this.#session.list(summary, stores);
  }

  /** The daemon did not answer. */
  fail() {
    this.#apply({ type: 'failed' });
  }

  #apply(input) {
    const before = this.#state;
    this.#state = next(before, input, this.#now());
    if (this.#state.store !== before.store) this.#open(this.#state.store);
    this.#view.show(this.#state);
  }

  #open(name) {
    this.#session?.close();
    let session;
    // The last words of a session that was closed are not for the one that came after it.
    const ifCurrent = (hear) => (word) => {
      if (session === this.#session) hear(word);
    };
    session = this.#openSession(name, {
      changed: ifCurrent((change) => this.#view.change(change)),
      linked: ifCurrent(({ isOpen }) => this.#apply({ type: 'relay', isOpen })),
      sourced: ifCurrent((sources) => this.#view.source(sources)),
    });
    this.#session = session;
    this.#view.open(session);
  }
}
