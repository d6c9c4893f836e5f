// Which member each panel of a composite comes from. Only the snapshot has it, and it is asked only when that may have changed.
import { storePath } from './address.js';
import { get } from './api.js';
import { now } from './clock.js';

// A feed may name its panels anew all the time.
const BETWEEN = 4;

export class PanelSources {
  #store;
  #onSources;
  #isRead;
  #etag = null;
  #key = null;
  #askedAt = -Infinity;
  #isAsking = false;
  #isClosed = false;

  /** `onSources(sources)` hears a map from panels to members; `isRead()` says whether to ask at all. */
  constructor(store, onSources, isRead) {
    this.#store = store;
    this.#isRead = isRead;
    this.#onSources = onSources;
  }

  close() {
    this.#isClosed = true;
  }

  /** Asks, unless an answer for this key is here. What fails is asked again with the next call. */
  async refresh(key) {
    if (key === this.#key || this.#isAsking || !this.#isRead() || now() - this.#askedAt < BETWEEN) return;
    this.#isAsking = true;
    this.#askedAt = now();
    try {
      const headers = this.#etag === null ? {} : { 'If-None-Match': this.#etag };
      const response = await get(storePath(this.#store, 'snapshot'), { headers });
      if (response.status !== 304) {
        this.#etag = response.headers.get('ETag');
        const { panel_push_meta: meta } = await response.json();
        if (!this.#isClosed) this.#onSources(new Map(Object.entries(meta.panel_sources ?? {})));
      }

      this.#key = key;
    } catch (error) {
      // The list of stores, which is asked all the time, finds out whether the daemon is lost.
      console.warn('The sources of the panels could not be read.', error);
    } finally {
      this.#isAsking = false;
    }
  }
}
