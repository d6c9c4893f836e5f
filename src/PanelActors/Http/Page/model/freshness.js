// How old the data is, by this machine's monotonic clock and what the daemon says of ages; two wall clocks are never compared.

const HEALTHS = ['ok', 'warn', 'stale'];
const NOT_TOLD = { warnAfter: 10, staleAfter: 30 };

/** The age of one store's data, and the health that follows from it. */
export class Freshness {
  #dataAt = null;
  #told = 'init';
  #limits = NOT_TOLD;

  /** An event was heard whose data was `age` seconds old then; null where nobody knows that it was ever fresh. */
  event(age, now) {
    // Where a part was never fresh, the others do not make the whole younger: only the daemon's next word does.
    if (age === null || this.isUnknown) return;
    this.#dataAt = now - Math.max(0, age);
  }

  /** The daemon says how it is; `late` seconds ago. */
  heartbeat(body, late, now) {
    if (typeof body.warn_after === 'number' && typeof body.stale_after === 'number')
      this.#limits = { warnAfter: body.warn_after, staleAfter: body.stale_after };
    this.#told = body.health;
    this.#dataAt = typeof body.stale_seconds === 'number' ? now - body.stale_seconds - late : null;
  }

  /** Whether there is data, but nobody knows how old it is. */
  get isUnknown() {
    return this.#dataAt === null && this.#told !== 'init';
  }

  /** Seconds since the data was current; null before the first event, and where that is unknown. */
  age(now) {
    return this.#dataAt === null ? null : Math.max(0, now - this.#dataAt);
  }

  /** The worse of what the daemon said last and what the age says now. */
  health(now) {
    const age = this.age(now);
    if (age === null) return this.#told;
    const own = age >= this.#limits.staleAfter ? 'stale' : age >= this.#limits.warnAfter ? 'warn' : 'ok';
    return HEALTHS.indexOf(this.#told) > HEALTHS.indexOf(own) ? this.#told : own;
  }

  /** A copy for another tab. */
  export(now) {
    return { age: this.age(now), told: this.#told, ...this.#limits };
  }

  /** Becomes what another tab exported `late` seconds ago. */
  import({ age, told, warnAfter, staleAfter }, late, now) {
    this.#dataAt = age === null ? null : now - age - late;
    this.#told = told;
    this.#limits = { warnAfter, staleAfter };
  }
}
