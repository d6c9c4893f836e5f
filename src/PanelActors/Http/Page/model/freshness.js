// How old the data is, by this machine's monotonic clock and the ages that the daemon sends; two wall clocks are never compared.

const HEALTHS = ['ok', 'warn', 'stale'];
const DEFAULT_LIMITS = { warnAfter: 10, staleAfter: 30 };

/** The age of one store's data, and the health that follows from it. */
export class Freshness {
  #dataAt = null;
  #reported = 'init';
  #limits = DEFAULT_LIMITS;

  /** An event was heard whose data was `age` seconds old then; null where it was never known to be fresh. */
  event(age, now) {
    // Where the age of a part is unknown, other parts do not make the whole younger: only the daemon's next heartbeat does.
    if (age === null || this.isUnknown) return;
    this.#dataAt = now - Math.max(0, age);
  }

  /** The daemon sent a heartbeat, `late` seconds ago. */
  heartbeat(body, late, now) {
    if (typeof body.warn_after === 'number' && typeof body.stale_after === 'number')
      this.#limits = { warnAfter: body.warn_after, staleAfter: body.stale_after };
    this.#reported = body.health;
    this.#dataAt = typeof body.stale_seconds === 'number' ? now - body.stale_seconds - late : null;
  }

  /** Whether there is data of unknown age. */
  get isUnknown() {
    return this.#dataAt === null && this.#reported !== 'init';
  }

  /** Seconds since the data was current; null before the first event, and where that is unknown. */
  age(now) {
    return this.#dataAt === null ? null : Math.max(0, now - this.#dataAt);
  }

  /** The worse of the health that the daemon reported last and the one that follows from the age. */
  health(now) {
    const age = this.age(now);
    if (age === null) return this.#reported;
    const own = age >= this.#limits.staleAfter ? 'stale' : age >= this.#limits.warnAfter ? 'warn' : 'ok';
    return HEALTHS.indexOf(this.#reported) > HEALTHS.indexOf(own) ? this.#reported : own;
  }

  /** A copy for another tab. */
  export(now) {
    return { age: this.age(now), reported: this.#reported, ...this.#limits };
  }

  /** Becomes what another tab exported `late` seconds ago. */
  import({ age, reported, warnAfter, staleAfter }, late, now) {
    this.#dataAt = age === null ? null : now - age - late;
    this.#reported = reported;
    this.#limits = { warnAfter, staleAfter };
  }
}
