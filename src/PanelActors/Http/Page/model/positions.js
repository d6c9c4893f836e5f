// Whether the places of a list mean the same from one moment to the next. Where they do not, as in a window that slides, in a ranking, or
// in a list of what is open right now, the numbers at one place are those of different things, and make no trend.
import { isObject } from './merge-patch.js';

export const MAX_NUMBERS = 40;
const MAX_ROWS = 200;
const MAX_LISTS = 2000;

// So many changes in place after one that was not, until a list is believed again.
const PROBATION = 20;

export class Positions {
  #lists = new Map();

  /** Whether the places of the list at a path have been seen to change, and to stay what they are. */
  isSteady(path) {
    const list = this.#lists.get(path);
    return list !== undefined && list.calm >= list.need;
  }

  /** A list became another one; answers with whether its places are still what they were. */
  note(path, before, after) {
    let list = this.#lists.get(path);
    if (list === undefined) {
      if (this.#lists.size >= MAX_LISTS) return false;
      this.#lists.set(path, list = { calm: 0, need: 1 });
    }
    if (!isInPlace(before, after)) [list.calm, list.need] = [0, PROBATION];
    else if (list.calm < list.need) list.calm++;
    return this.isSteady(path);
  }

  /** Whether anything in the list at a path has ever moved. */
  hasMoved(path) {
    return (this.#lists.get(path)?.need ?? 1) > 1;
  }

  /** What is at a path, and below it, is gone. */
  end(path) {
    for (const known of this.#lists.keys()) if (known === path || known.startsWith(`${path}/`)) this.#lists.delete(known);
  }
}

/** Whether a list became another one without anything in it moving. */
export function isInPlace(before, after) {
  if (!Array.isArray(before) || before.length !== after.length) return false;
  if (after.some(isObject)) return after.length <= MAX_ROWS && after.every((row, index) => nameOf(row) === nameOf(before[index]));
  if (after.length > MAX_NUMBERS) return false;
  const changed = after.map((_, index) => index).filter((index) => after[index] !== before[index]);
  const known = new Set(before);
  const moved = changed.filter((index) => known.has(after[index]));
  // One alone cannot have changed places with another.
  return changed.length < 2 || moved.length * 2 < changed.length;
}

// What a row is of is what its first text says.
function nameOf(row) {
  return isObject(row) ? Object.values(row).find((value) => typeof value === 'string') : row;
}
