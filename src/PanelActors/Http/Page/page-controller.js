// Runs the page: inputs go through the rules of the page's state, and what these change is opened, closed and shown.
import { isBarred, isSame } from './model/access.js';
import { START, next, summaryOf } from './model/page-state.js';

export class PageController {
  #state = START;
  #session = null;
  #view;
  #openSession;
  #now;

  #onRefused;

  /**
   * `view` has `open(session)`, `change(change)`, `source(sources)` and `show(state)`; `openSession(name, listener)` follows a store;
   * `now()` is the clock; `onRefused()` hears that the daemon may have refused something.
   */
  constructor(view, openSession, now, onRefused = () => {}) {
    this.#view = view;
    this.#openSession = openSession;
    this.#now = now;
    this.#onRefused = onRefused;
  }

  get state() {
    return this.#state;
  }

  /** Whether nothing may be shown to the reader. */
  get isBarred() {
    return isBarred(this.#state.session);
  }

  /** The daemon says who reads the page. */
  access(session) {
    const [before, wasBarred] = [this.#state.session, this.isBarred];
    this.#apply({ type: 'session', session });
    if (this.isBarred && !wasBarred) this.#session?.pause();
    // Another reader may be allowed another store, or another part of a list.
    else if (!this.isBarred && (wasBarred || (before !== null && !isSame(before, session)))) this.#session?.resume();
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
      refused: ifCurrent(() => this.#onRefused()),
    });
    this.#session = session;
    if (this.isBarred) session.pause();
    this.#view.open(session);
  }
}
