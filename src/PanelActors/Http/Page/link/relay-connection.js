// One EventSource on the relay of one store. Comes back by itself, at the place where it left off.
import { at, storePath } from './address.js';
import { now } from './clock.js';

const TYPES = ['hello', 'panel_full', 'panel_diff', 'severity_counts', 'severity_state', 'followup_alert', 'heartbeat', 'bye'];
const FIRST_DELAY = 1;
const MAX_DELAY = 5;
const SILENCE = 30;

export class RelayConnection {
  #store;
  #onFrame;
  #onLink;
  #onRefused;
  #source = null;
  #lastId = null;
  #forceFull = false;
  #delay = FIRST_DELAY;
  #timer = null;
  #heardAt = now();
  #beatAt = null;
  #silence = SILENCE;
  #watch;

  /**
   * `onFrame(type, text, id)` hears every event, with the id that it carries or that was before it; `onLink(isOpen)` hears whether there
   * is a connection, `onRefused()` that there is none since the daemon answered with something else.
   */
  constructor(store, lastId, onFrame, onLink, onRefused) {
    this.#store = store;
    this.#lastId = lastId;
    this.#onFrame = onFrame;
    this.#onLink = onLink;
    this.#onRefused = onRefused;
    this.#watch = setInterval(() => this.#lookForSilence(), 5000);
    this.#open();
  }

  /** Begins again, with a baseline. */
  restart() {
    this.#forceFull = true;
    this.#reopen();
  }

  close() {
    clearInterval(this.#watch);
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #open() {
    const query = this.#forceFull ? '?force_full=1' : this.#lastId === null ? '' : `?last_id=${this.#lastId}`;
    const source = new EventSource(at(storePath(this.#store, `events${query}`)));
    this.#source = source;
    this.#heardAt = now();
    for (const type of TYPES) source.addEventListener(type, (event) => this.#hear(type, event));
    source.addEventListener('error', () => this.#fail(source));
  }

  #hear(type, event) {
    const time = now();
    this.#heardAt = time;
    this.#delay = FIRST_DELAY;
    if (event.lastEventId !== '') this.#lastId = event.lastEventId;
    if (type === 'hello') this.#onLink(true);
    if (type === 'heartbeat') {
      // A daemon may be configured to send heartbeats more rarely.
      if (this.#beatAt !== null) this.#silence = Math.max(SILENCE, 3 * (time - this.#beatAt));
      this.#beatAt = time;
    }

    this.#forceFull = false;
    this.#onFrame(type, event.data, this.#lastId);
  }

  // The browser tries again by itself, unless it was answered with something else than events.
  #fail(source) {
    this.#onLink(false);
    this.#beatAt = null;
    if (source.readyState !== EventSource.CLOSED) return;
    this.#reopen();
    this.#onRefused();
  }

  #reopen() {
    this.#source?.close();
    this.#source = null;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), this.#delay * 1000);
    this.#delay = Math.min(MAX_DELAY, this.#delay * 1.5);
  }

  // A connection can die without an end: the machine slept, or something on the way forgot it.
  #lookForSilence() {
    if (this.#source === null || now() - this.#heardAt < this.#silence) return;
    this.#onLink(false);
    this.#beatAt = null;
    this.#reopen();
  }
}
