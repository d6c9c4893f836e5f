// How many events came, second by second, over the last minutes.

const SPAN = 3;
const RECENT = 3;

/** Counts events in slots of a few seconds. */
export class EventRate {
  #slots;
  #seconds;
  #latest = null;
  #begun = null;

  constructor(slots = 60, seconds = SPAN) {
    this.#slots = new Array(slots).fill(0);
    this.#seconds = seconds;
  }

  /** An event came. */
  add(now) {
    this.#advance(now);
    this.#begun ??= now;
    this.#slots[this.#slots.length - 1]++;
  }

  /** Events a second in each slot, oldest first; the last one is still filling. */
  series(now) {
    this.#advance(now);
    return this.#slots.map((count) => count / this.#seconds);
  }

  /** Events a second over the last slots and what has passed of the present one; over less where counting began later. */
  perSecond(now) {
    this.#advance(now);
    if (this.#begun === null) return 0;
    const passed = now - Math.max(this.#begun, (this.#latest - RECENT) * this.#seconds);
    const count = this.#slots.slice(-RECENT - 1).reduce((sum, slot) => sum + slot, 0);
    return count / Math.max(1, passed);
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
