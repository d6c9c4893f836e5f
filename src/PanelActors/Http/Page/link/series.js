// What the daemon remembers of numbers, asked for by the panels that are looked at and by the chart. Not every daemon has it.
import { pointer } from '../model/trends.js';
import { storePath } from './address.js';
import { get } from './api.js';
import { daemonNow, fromDaemon } from './clock.js';

const SOON = 400;
const A_TIME = 4;
const BRIEF = { seconds: 130, points: 130 };
const LONG = { seconds: 900, points: 900 };

export class Series {
  #store;
  #onPoints;
  #isRead;
  #known = new Set();
  #wanted = [];
  #timer = null;
  #isAbsent = false;
  #isClosed = false;

  /**
   * `onPoints(path, points)` hears what is known of a place, by our clock; `isRead()` says whether to ask at all: what is wanted
   * meanwhile waits for `resume()`.
   */
  constructor(store, onPoints, isRead) {
    this.#store = store;
    this.#isRead = isRead;
    this.#onPoints = onPoints;
  }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  /** A panel is looked at: the last minutes of its numbers are wanted. */
  want(name, value) {
    if (this.#isAbsent || this.#isClosed || this.#known.has(name)) return;
    this.#known.add(name);
    this.#wanted.push(typeof value === 'number' ? pointer('', name) : `${pointer('', name)}/**`);
    this.resume();
  }

  /** Asks for what is wanted, soon. */
  resume() {
    if (this.#wanted.length > 0 && !this.#isAbsent && !this.#isClosed) this.#timer ??= setTimeout(() => this.#next(), SOON);
  }

  /** A number is charted: all that is remembered of it is wanted. */
  async chart(path) {
    if (!this.#isAbsent && this.#isRead()) await this.#ask([path], LONG);
  }

  async #next() {
    if (this.#isRead()) await this.#ask(this.#wanted.splice(0, A_TIME), BRIEF);
    this.#timer = null;
    if (this.#isRead()) this.resume();
  }

  async #ask(paths, { seconds, points }) {
    const query = paths.map((path) => `path=${encodeURIComponent(path)}`);
    query.push(`from=${(daemonNow() - seconds).toFixed(3)}`, `points=${points}`);
    try {
      const response = await get(storePath(this.#store, `series?${query.join('&')}`));
      const answer = await response.json();
      if (this.#isClosed) return;
      for (const { path, points } of answer.items ?? [answer])
        this.#onPoints(path, points.map(([time, ...values]) => [fromDaemon(time), ...values]));
    } catch (error) {
      // One place may not be known; all places below a panel are an empty list, unless the daemon keeps nothing at all.
      if (error.status === 404 && paths.some((path) => path.endsWith('/**'))) this.#isAbsent = true;
    }
  }
}
