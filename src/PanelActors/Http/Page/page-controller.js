// Runs the page: inputs go through the rules of the page's state, and what these change is opened, closed and shown.
import { isBarred, isSame, isSameReader } from './model/access.js';
import { START, next, summaryOf } from './model/page-state.js';

export class PageController {
  #state = START;
  #session = null;
  #view;
  #openSession;
  #now;

  #onRefused;

  // The last one that panels were shown to; null after it has left, when nothing is followed until it is known who comes next.
  #reader = null;
  #isLeft = false;

  /**
   * `view` has `open(session)`, `close()`, `leave()`, `arrive()`, `change(change)`, `source(sources)`, `trend(paths)` and `show(state)`;
   * `openSession(name, listener)` gives what follows a store, from its `resume()` on;
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

  /** Whether there is a reader to ask the daemon for. */
  get isRead() {
    return !this.isBarred && !this.#isLeft;
  }

  /** The daemon says who reads the page. */
  access(session) {
    const [before, wasBarred] = [this.#state.session, this.isBarred];
    this.#apply({ type: 'session', session });
    if (this.isBarred) {
      if (!wasBarred) this.#session?.pause();
      return;
    }

    if (this.#reader !== null && !isSameReader(this.#reader, session)) this.leave();
    if (this.#isLeft || wasBarred || (before !== null && !isSame(before, session))) this.#session?.resume();
    const isNew = this.#isLeft;
    [this.#reader, this.#isLeft] = [session, false];
    if (isNew) this.#view.arrive();
  }

  /** What is shown was for a reader that has left. */
  leave() {
    [this.#reader, this.#isLeft] = [null, true];
    this.#view.leave();
    this.#apply({ type: 'left' });
    if (this.#state.store !== null) this.#open(this.#state.store);
    this.#view.show(this.#state);
  }

  /** The address names a store, or none. */
  name(name) {
    this.#apply({ type: 'named', name });
  }

  /** All stores are to be shown: none is followed. */
  unname() {
    this.#apply({ type: 'unnamed' });
  }

  /** The daemon listed its stores; it was asked at `askedAt`. */
  list(stores, askedAt) {
    this.#apply({ type: 'answered', stores, askedAt });
    const summary = summaryOf(this.#state);
    if (summary !== undefined) this.#session?.list(summary, stores);
  }

  /** The daemon did not answer, or not in time: then it is not lost where its events come meanwhile. */
  fail(isLate = false) {
    if (!isLate || !this.#session?.isHeard(this.#now())) this.#apply({ type: 'failed' });
  }

  #apply(input) {
    const before = this.#state;
    this.#state = next(before, input, this.#now());
    if (this.#state.store !== before.store) this.#open(this.#state.store);
    this.#view.show(this.#state);
  }

  #open(name) {
    this.#session?.close();
    this.#session = null;
    if (name === null) {
      this.#view.close();
      return;
    }

    let session;
    // The last words of a session that was closed are not for the one that came after it.
    const ifCurrent = (hear) => (word) => {
      if (session === this.#session) hear(word);
    };
    session = this.#openSession(name, {
      changed: ifCurrent((change) => this.#view.change(change)),
      linked: ifCurrent(({ isOpen }) => this.#apply({ type: 'relay', isOpen })),
      sourced: ifCurrent((sources) => this.#view.source(sources)),
      trended: ifCurrent((paths) => this.#view.trend(paths)),
      refused: ifCurrent(() => this.#onRefused()),
    });
    this.#session = session;
    this.#view.open(session);
    if (this.isRead) session.resume();
  }
}
