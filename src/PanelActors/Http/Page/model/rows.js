// Which rows of a table are shown, and in which order: as the feed has them, or by a column that the reader chose.
import { isObject, member } from './merge-patch.js';
import { MAX_ROWS } from './shape.js';

/**
 * The rows of an object or a list, at most MAX_ROWS, and how many more there are. Rows with one of the words are not among those left out.
 */
export function rowsOf(value, sort, words) {
  let entries = Object.keys(value).map((key) => [key, value[key]]);
  const more = Math.max(0, entries.length - MAX_ROWS);
  if (sort !== null) entries = sorted(entries, sort);
  if (more === 0) return { entries, more };
  if (words.length > 0) {
    const found = new Set(entries.filter((entry) => hasWord(entry, words)).slice(0, MAX_ROWS));
    let room = MAX_ROWS - found.size;
    entries = entries.filter((entry) => found.has(entry) || room-- > 0);
  }

  return { entries: entries.slice(0, MAX_ROWS), more };
}

/** Tables that are sorted by a column, by their places. Written as pointers of the columns; a minus stands for the highest first. */
export class Sorts {
  #sorts = new Map();
  #onChange;

  /** `onChange(list)` hears of another order. */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** How the table at a place is sorted: `{ column, isDown }`, or null. */
  at(path) {
    return this.#sorts.get(path) ?? null;
  }

  /** The column was chosen: the highest first, then the lowest, then as the feed has it. */
  choose(path, column) {
    const sort = this.at(path);
    if (sort?.column !== column) this.#sorts.set(path, { column, isDown: true });
    else if (sort.isDown) this.#sorts.set(path, { column, isDown: false });
    else this.#sorts.delete(path);
    this.#onChange(this.write());
  }

  read(list) {
    this.#sorts = new Map(list.map((text) => {
      const path = text.replace(/^-/, '');
      const cut = path.lastIndexOf('/');
      const column = path.slice(cut + 1).replaceAll('~1', '/').replaceAll('~0', '~');
      return [path.slice(0, cut), { column, isDown: text.startsWith('-') }];
    }));
  }

  write() {
    return [...this.#sorts].map(([path, { column, isDown }]) =>
      `${isDown ? '-' : ''}${path}/${column.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }
}

// What has no value in the column stands at the end, either way.
function sorted(entries, { column, isDown }) {
  const sign = isDown ? -1 : 1;
  return entries.map((entry) => ({ entry, value: cellOf(entry[1], column) })).sort((one, other) => {
    if (one.value === null || other.value === null) return (one.value === null) - (other.value === null);
    const [isNumber, isOther] = [typeof one.value !== 'string', typeof other.value !== 'string'];
    if (isNumber !== isOther) return isNumber ? -1 : 1;
    return sign * (one.value < other.value ? -1 : one.value > other.value ? 1 : 0);
  }).map(({ entry }) => entry);
}

function cellOf(row, column) {
  const value = isObject(row) ? member(row, column) : undefined;
  if (typeof value === 'number') return Number.isNaN(value) ? null : value;
  if (typeof value === 'bigint' || typeof value === 'string') return value;
  return value === undefined || value === null ? null : String(value);
}

function hasWord([key, row], words) {
  const text = [key, ...(isObject(row) ? Object.values(row) : [row]).filter((value) => typeof value === 'string')].join('\n').toLowerCase();
  return words.some((word) => text.includes(word));
}
