// The list of stores, polled: what the relay does not carry, and whether the daemon answers at all.
import { get } from './api.js';
import { hearDaemon, now } from './clock.js';

const EVERY = 1500;
const UNSEEN = 4000;
const PATIENCE = 1200;
// A page that was busy hears first what came meanwhile.
const GRACE = 200;

export class StoreList {
  #onAnswer;
  #onFailure;
  #isWanted;
  #timer = null;
  #isPolling = false;
  #isWatched;

  /**
   * `onAnswer(stores, askedAt)` hears every answer, `onFailure(status, isLate)` every poll that brought none, with the status where there
   * was one, and whether the answer was only waited for in vain; `isWanted()` says whether to ask at all, `isWatched()` whether also
   * while the page is hidden.
   */
  constructor(onAnswer, onFailure, isWanted, isWatched = () => false) {
    this.#isWatched = isWatched;
    this.#isWanted = isWanted;
    this.#onAnswer = onAnswer;
    this.#onFailure = onFailure;
    document.addEventListener('visibilitychange', () => this.#pollIfVisible());
    this.poll();
  }

  /** Asks now. */
  async poll() {
    clearTimeout(this.#timer);
    if (this.#isPolling || !this.#isWanted()) return;
    this.#isPolling = true;
    const askedAt = now();
    const { stores, status, isLate } = await fetchStores();
    if (isLate) await new Promise((passed) => setTimeout(passed, GRACE));
    this.#isPolling = false;
    // A hidden page that is to raise no alarm stops; it asks again as soon as it is visible.
    const every = document.visibilityState === 'visible' ? EVERY : this.#isWatched() ? UNSEEN : null;
    if (every !== null) this.#timer = setTimeout(() => this.poll(), Math.max(100, every - (now() - askedAt) * 1000));
    if (stores === null) this.#onFailure(status, isLate);
    else this.#onAnswer(stores, askedAt);
  }

  #pollIfVisible() {
    if (document.visibilityState === 'visible') this.poll();
  }
}

async function fetchStores() {
  try {
    const askedAt = now();
    const response = await get('api/stores', { patience: PATIENCE });
    hearDaemon(response.headers.get('Date'), askedAt);
    return { stores: await response.json() };
  } catch ({ status, name }) {
    return { stores: null, status, isLate: name === 'TimeoutError' };
  }
}
