// How late an event is heard. The daemon's time of sending and this machine's monotonic clock differ by some constant; the
// smallest difference of the last minutes is the best guess at it, and whatever is beyond it was spent on the way.

const WINDOW = 300;
const STEP_BACK = 1;

/** The delay of events that carry the time at which they were sent. */
export class Lag {
  #smallest = Infinity;
  #before = Infinity;
  #since = -Infinity;
  #lastSent = -Infinity;

  /** Seconds that an event sent at `sent` (the sender's clock) and heard at `now` (ours) took longer than the fastest did. */
  of(sent, now) {
    if (typeof sent !== 'number') return 0;
    // The sender's clock was set back: what was learned about it no longer holds.
    if (sent < this.#lastSent - STEP_BACK) this.#restart(Infinity, now);
    else if (now - this.#since > WINDOW) this.#restart(this.#smallest, now);
    this.#lastSent = sent;
    const difference = now - sent;
    this.#smallest = Math.min(this.#smallest, difference);
    return difference - Math.min(this.#smallest, this.#before);
  }

  #restart(before, now) {
    this.#before = before;
    this.#smallest = Infinity;
    this.#since = now;
  }
}
