// How one number went: a row a second in which it changed, with the lowest, the highest and the last value. In between it stays what it
// was. Where it was not there, a row without values says so.

export const KEPT = 900;
const TIDY = 1200;
const ABSENT = Object.freeze([NaN, NaN, NaN]);

export class Samples {
  #rows = [];

  /** The rows, oldest first: time, lowest, highest, last. */
  get rows() {
    return this.#rows;
  }

  /** The last value; null where it is not there. */
  get last() {
    const value = this.#rows.at(-1)?.[3];
    return value === undefined || Number.isNaN(value) ? null : value;
  }

  /** It is this value since `now`; null where it is gone. */
  add(value, now) {
    const row = this.#rows.at(-1);
    if (value === null) {
      if (this.last !== null) this.#rows.push([now, ...ABSENT]);
    } else if (this.last !== null && Math.floor(row[0]) === Math.floor(now)) {
      [row[1], row[2], row[3]] = [Math.min(row[1], value), Math.max(row[2], value), value];
    } else {
      this.#rows.push([now, value, value, value]);
    }

    if (this.#rows.length > TIDY) this.#rows.splice(0, this.#rows.length - KEPT);
  }

  /** Adds what was before the first row: points as the daemon has them, a gap where a point has no values. */
  prime(points) {
    const first = this.#rows[0]?.[0] ?? Infinity;
    const older = points.filter(([time]) => time < first)
      .map(([time, low, high, last]) => typeof last === 'number' ? [time, low, high, last] : [time, ...ABSENT]);
    this.#rows = [...older, ...this.#rows].slice(-TIDY);
  }
}

/**
 * The rows between two moments in so many equal columns: lowest, highest and last value in each, null where there is none. `silences` are
 * the spans, oldest first, in which nothing was heard: what is not known is not drawn.
 */
export function resample(rows, silences, from, to, columns) {
  const made = [];
  const width = (to - from) / columns;
  let [held, next] = [null, 0];
  for (let column = 0; column < columns; column++) {
    const [begin, end] = [from + column * width, from + (column + 1) * width];
    while (next < rows.length && rows[next][0] < begin) held = heldOf(rows[next++]);
    // However short a gap is, it is seen.
    let isGap = silences.some(([since, until]) => since < end && begin < until);
    let cell = held === null || rows[next]?.[0] <= begin ? null : [held, held, held];
    for (; next < rows.length && rows[next][0] < end; next++) {
      const [, low, high, last] = rows[next];
      held = heldOf(rows[next]);
      if (held === null) isGap = true;
      else cell = cell === null ? [low, high, last] : [Math.min(cell[0], low), Math.max(cell[1], high), last];
    }

    made.push(isGap ? null : cell);
  }

  return made;
}

function heldOf([, , , last]) {
  return Number.isNaN(last) ? null : last;
}
