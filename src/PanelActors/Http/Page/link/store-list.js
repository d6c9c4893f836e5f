// The list of stores, polled: what the relay does not carry, and whether the daemon answers at all.
import { get } from './api.js';
import { now } from './clock.js';

const EVERY = 1500;
const PATIENCE = 1400;

export class StoreList {
  #onAnswer;
  #onFailure;
  #timer = null;
  #isPolling = false;

  /** `onAnswer(stores, askedAt)` hears every answer, `onFailure()` every poll that brought none. */
  constructor(onAnswer, onFailure) {
    this.#onAnswer = onAnswer;
    this.#onFailure = onFailure;
    document.addEventListener('visibilitychange', () => this.#pollIfVisible());
    this.poll();
  }

  /** Asks now. */
  async poll() {
    if (this.#isPolling) return;
    this.#isPolling = true;
    clearTimeout(this.#timer);
    const askedAt = now();
    const stores = await fetchStores();
    this.#isPolling = false;
    // A hidden page stops; it asks again as soon as it is visible.
    if (document.visibilityState === 'visible')
      this.#timer = setTimeout(() => this.poll(), Math.max(100, EVERY - (now() - askedAt) * 1000));
    if (stores === null) this.#onFailure();
    else this.#onAnswer(stores, askedAt);
  }

  #pollIfVisible() {
    if (document.visibilityState === 'visible') this.poll();
  }
}

async function fetchStores() {
  try {
    const response = await get('api/stores', { patience: PATIENCE });
    return await response.json();
  } catch {
    // Why it failed is nothing that a reader of the page can act on.
    return null;
  }
}
