// What the daemon's clock shows, from the dates of its answers. Those have whole seconds: each leaves a range, and all of them together a
// small one.

// A date is rounded down, and a web server may take it anew only once a second.
const COARSE = 2;

export class DaemonClock {
  #low = -Infinity;
  #high = Infinity;

  /** An answer was dated `date` (unix seconds); it was asked for at `askedAt` and heard at `heardAt` of our clock. */
  hear(date, askedAt, heardAt) {
    const [low, high] = [date - heardAt, date + COARSE - askedAt];
    // One of the two clocks was set: what was known no longer holds.
    const isNew = low > this.#high || high < this.#low;
    this.#low = isNew ? low : Math.max(this.#low, low);
    this.#high = isNew ? high : Math.min(this.#high, high);
  }

  /** The least that `ahead` can be; null before the first answer. */
  get least() {
    return Number.isFinite(this.#low) ? this.#low : null;
  }

  /** Unix seconds of the daemon less ours; null before the first answer. */
  get ahead() {
    return Number.isFinite(this.#low) ? (this.#low + this.#high) / 2 : null;
  }
}
