// How many events came, second by second, over the last minutes.

const SPAN = 3;

/** Counts events in slots of a few seconds. */
export class EventRate {
  #slots;
  #seconds;
  #latest = null;

  constructor(slots = 60, seconds = SPAN) {
    this.#slots = new Array(slots).fill(0);
    this.#seconds = seconds;
  }

  /** An event came. */
  add(now) {
    this.#advance(now);
    this.#slots[this.#slots.length - 1]++;
  }

  /** Events a second in each slot, oldest first; the last one is still filling. */
  series(now) {
    this.#advance(now);
    return this.#slots.map((count) => count / this.#seconds);
  }

  /** Events a second over the last three whole slots. */
  perSecond(now) {
    const whole = this.series(now).slice(-4, -1);
    return whole.reduce((sum, rate) => sum + rate, 0) / whole.length;
  }

  #advance(now) {
    const slot = Math.floor(now / this.#seconds);
    const passed = this.#latest === null ? 0 : slot - this.#latest;
    for (let i = 0; i < Math.min(passed, this.#slots.length); i++) {
      this.#slots.shift();
      this.#slots.push(0);
    }

    this.#latest = Math.max(slot, this.#latest ?? slot);
  }
}
