// The list of stores, polled: what the relay does not carry, and whether the daemon answers at all.
import { at } from './address.js';

const EVERY = 1500;
const PATIENCE = 1400;

export class StoreList {
  #onStores;
  #onLost;
  #timer = null;
  #polling = false;

  /** `onStores(list)` hears every answer, `onLost()` every poll that brought none. */
  constructor(onStores, onLost) {
    this.#onStores = onStores;
    this.#onLost = onLost;
    document.addEventListener('visibilitychange', () => this.#wake());
    this.poll();
  }

  /** Asks now. */
  async poll() {
    if (this.#polling) return;
    this.#polling = true;
    clearTimeout(this.#timer);
    const begun = performance.now();
    try {
      const response = await fetch(at('api/stores'), { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
      if (!response.ok) throw new Error(`/api/stores: ${response.status}`);
      this.#onStores(await response.json());
    } catch (error) {
      this.#onLost(error);
    }

    this.#polling = false;
    // Nobody looks at a hidden page; it asks again as soon as somebody does.
    if (document.visibilityState === 'visible')
      this.#timer = setTimeout(() => this.poll(), Math.max(100, EVERY - (performance.now() - begun)));
  }

  #wake() {
    if (document.visibilityState === 'visible') this.poll();
  }
}
