// What only the snapshot says of a composite: its members with their health, and which panel comes from which.
import { at } from './address.js';
import { now } from './clock.js';

const EVERY = 4000;
const PATIENCE = 4000;

export class CompositeMeta {
  #store;
  #onMeta;
  #etag = null;
  #timer = null;
  #closed = false;

  /** `onMeta(meta, at)` hears `panel_push_meta`, and when it was heard. */
  constructor(store, onMeta) {
    this.#store = store;
    this.#onMeta = onMeta;
    this.#fetch();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #fetch() {
    try {
      if (document.visibilityState === 'visible') await this.#ask();
    } catch (error) {
      // The list of stores, asked far more often, says when the daemon is lost.
      console.warn('The members of the composite could not be read.', error);
    }

    if (!this.#closed) this.#timer = setTimeout(() => this.#fetch(), EVERY);
  }

  async #ask() {
    const asked = now();
    const response = await fetch(at(`api/stores/${encodeURIComponent(this.#store)}/snapshot`), {
      cache: 'no-store',
      headers: this.#etag === null ? {} : { 'If-None-Match': this.#etag },
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.status === 304) return;
    if (!response.ok) throw new Error(`snapshot: ${response.status}`);
    this.#etag = response.headers.get('ETag');
    const { panel_push_meta: meta } = await response.json();
    if (!this.#closed) this.#onMeta(meta, asked);
  }
}
