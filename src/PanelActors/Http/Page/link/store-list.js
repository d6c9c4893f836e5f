// The list of stores, polled: what the relay does not carry, and whether the daemon answers at all.
import { get } from './api.js';
import { now } from './clock.js';

const EVERY = 1500;
const PATIENCE = 1400;

export class StoreList {
  #onAnswer;
  #onFailure;
  #isWanted;
  #timer = null;
  #isPolling = false;

  /**
   * `onAnswer(stores, askedAt)` hears every answer, `onFailure(status)` every poll that brought none, with the status where there was
   * one; `isWanted()` says whether to ask at all.
   */
  constructor(onAnswer, onFailure, isWanted) {
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
    const { stores, status } = await fetchStores();
    this.#isPolling = false;
    // A hidden page stops; it asks again as soon as it is visible.
    if (document.visibilityState === 'visible')
      this.#timer = setTimeout(() => this.poll(), Math.max(100, EVERY - (now() - askedAt) * 1000));
    if (stores === null) this.#onFailure(status);
    else this.#onAnswer(stores, askedAt);
  }

  #pollIfVisible() {
    if (document.visibilityState === 'visible') this.poll();
  }
}

async function fetchStores() {
  try {
    const response = await get('api/stores', { patience: PATIENCE });
    return { stores: await response.json() };
  } catch ({ status }) {
    return { stores: null, status };
  }
}
