// Reads the history: the newest page again and again while it is looked at, older ones when they are wanted.
import { Timeline, historyPath } from '../model/timeline.js';
import { get } from './api.js';

const EVERY = 4000;

export class History {
  #onChange;
  #timeline = new Timeline();
  #filter = null;
  #timer = null;
  #isOpen = false;
  status = 200;

  /** `onChange()` hears when there is more, or another status. */
  constructor(onChange) {
    this.#onChange = onChange;
    document.addEventListener('visibilitychange', () => this.#poll());
  }

  get items() {
    return this.#timeline.items;
  }

  /** Whether there is more that is older. */
  get hasMore() {
    return typeof this.#timeline.next === 'string';
  }

  /** Whether the first answer is still to come. */
  get isNew() {
    return this.#timeline.next === undefined;
  }

  /** Reads on, for a filter. */
  open(filter) {
    this.#isOpen = true;
    if (this.#filter !== null && historyPath(this.#filter) === historyPath(filter)) {
      if (this.#timer === null) this.#poll();
      return;
    }

    [this.#filter, this.#timeline, this.status] = [filter, new Timeline(), 200];
    this.#onChange();
    this.#poll();
  }

  close() {
    this.#isOpen = false;
    clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Forgets everything: it was for another reader. */
  clear() {
    this.close();
    [this.#filter, this.#timeline] = [null, new Timeline()];
    this.#onChange();
  }

  /** Reads one page of what is older. */
  async more() {
    const timeline = this.#timeline;
    await this.#read(timeline, timeline.next, (answer) => timeline.extend(answer));
  }

  async #poll() {
    clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.#isOpen || document.visibilityState !== 'visible') return;
    const timeline = this.#timeline;
    await this.#read(timeline, null, (answer) => timeline.refresh(answer));
    if (!this.#isOpen || timeline !== this.#timeline) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#poll(), EVERY);
  }

  // What was asked for another filter is no longer of interest.
  async #read(timeline, cursor, take) {
    let [answer, status] = [null, 200];
    try {
      const response = await get(historyPath(this.#filter, cursor));
      answer = await response.json();
    } catch (error) {
      status = error.status ?? null;
    }

    if (timeline !== this.#timeline) return;
    this.status = status;
    if (answer !== null) take(answer);
    this.#onChange();
  }
}
