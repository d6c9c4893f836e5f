// How a JSON value is laid out: as plain text, as rows of key and value, as a table, or as a list. Bounded in every direction.
import { isObject, member } from './merge-patch.js';

export const MAX_ROWS = 100;
export const MAX_COLUMNS = 16;
const MAX_DEPTH = 6;
const MAX_TEXT = 2000;
const INLINE = 6;
const LINE = 40;
const MAX_CELL = 16;
const LONG = 40;
const CLAMPED = 4;
const TREND = 3;

/** The kind of layout for a value at this depth: `text`, `rows`, `table` or `list`. */
export function kindOf(value, depth) {
  if (typeof value !== 'object' || value === null) return 'text';
  if (depth >= MAX_DEPTH) return 'text';
  if (Array.isArray(value)) {
    if (value.length === 0) return 'text';
    return value.every(isObject) ? 'table' : value.every(isInline) ? 'list' : 'rows';
  }

  return areAlike(Object.values(value)) ? 'table' : Object.keys(value).length === 0 ? 'text' : 'rows';
}

// Objects (some may be null) that are worth a table: two or more, with most of their keys in common.
function areAlike(values) {
  const objects = values.filter(isObject);
  if (objects.length < 2 || values.some((value) => value !== null && !isObject(value))) return false;
  const all = new Set(objects.slice(0, MAX_ROWS).flatMap((object) => Object.keys(object)));
  const present = objects.slice(0, MAX_ROWS).reduce((sum, object) => sum + Object.keys(object).length, 0);
  return all.size > 0 && all.size <= MAX_COLUMNS * 2 && present >= all.size * Math.min(objects.length, MAX_ROWS) * 0.5;
}

/** Whether a value fits into a cell. */
export function isInline(value) {
  if (Array.isArray(value)) return value.length <= INLINE && value.every((item) => typeof item !== 'object' || item === null);
  return !isObject(value);
}

/** Whether a list has nothing but numbers. */
export function areNumbers(list) {
  return list.every((item) => typeof item === 'number' || typeof item === 'bigint');
}

/** The members of an object or a list, at most MAX_ROWS, and how many more there are. */
export function entriesOf(value) {
  const keys = Object.keys(value);
  return { entries: keys.slice(0, MAX_ROWS).map((key) => [key, value[key]]), more: Math.max(0, keys.length - MAX_ROWS) };
}

/** The columns of a table: those that fit into cells, those that do not, and how many are left out. */
export function columnsOf(rows) {
  const inline = new Map();
  for (const row of rows) {
    if (!isObject(row)) continue;
    for (const key of Object.keys(row)) inline.set(key, (inline.get(key) ?? true) && isInline(row[key]));
  }

  const cells = [...inline].filter(([, fits]) => fits).map(([key]) => key);
  const nested = [...inline].filter(([, fits]) => !fits).map(([key]) => key);
  return { cells: cells.slice(0, MAX_COLUMNS), nested: nested.slice(0, 4), more: Math.max(0, cells.length - MAX_COLUMNS) };
}

/** Whether a text is too long to stand beside its key: it stands below, and not all of it. */
export function isLong(value) {
  return typeof value === 'string' && value.length > LONG;
}

/** How many members of a value are not drawn, however far one scrolls. */
export function undrawn(value) {
  return typeof value === 'object' && value !== null ? Math.max(0, Object.keys(value).length - MAX_ROWS) : 0;
}

/** A value in one line of text, cut where it is longer than a reader reads. */
export function textOf(value) {
  const text = typeof value === 'string' ? value
    : Array.isArray(value) && value.length > 0 && isInline(value) ? value.map(String).join(', ')
    : typeof value === 'object' && value !== null ? summaryOf(value)
    : String(value);
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}… (${text.length - MAX_TEXT} more characters)`;
}

function summaryOf(value) {
  const count = Object.keys(value).length;
  if (Array.isArray(value)) return count === 0 ? '[]' : `[${count} ${count === 1 ? 'item' : 'items'}]`;
  return count === 0 ? '{}' : `{${count} ${count === 1 ? 'key' : 'keys'}}`;
}

/** How many lines, and how many columns of cards, a panel wants. */
export function sizeOf(value) {
  const kind = kindOf(value, 0);
  return { lines: linesOf(value, 0), span: spanOf(value, kind) };
}

function linesOf(value, depth) {
  switch (kindOf(value, depth)) {
    case 'text': return Math.min(8, textLines(value, LINE));
    case 'list': return listLines(value, depth);
    case 'table': return tableLines(value);
    default: {
      const { entries, more } = entriesOf(value);
      let lines = more > 0 ? 1 : 0;
      for (const [, item] of entries)
        lines += isLong(item) ? 1 + Math.min(CLAMPED, textLines(item, 38))
          : kindOf(item, depth + 1) === 'text' ? Math.min(CLAMPED, textLines(item, 28)) : 1 + linesOf(item, depth + 1);
      return lines;
    }
  }
}

// Numbers stand in columns that are as wide as the longest of them and its trend, texts one after the other.
function listLines(list, depth) {
  const shown = list.slice(0, MAX_ROWS).map((item) => Math.min(LINE, textOf(item).length));
  const more = list.length > MAX_ROWS ? 1 : 0;
  const room = LINE + 2 - 2 * depth;
  if (areNumbers(list)) return more + Math.ceil(shown.length / Math.max(1, Math.floor(room / (Math.max(...shown) + 6.5))));
  let [lines, used] = [1, 0];
  for (const letters of shown) {
    if (used > 0 && used + letters + 4 > room - 4) [lines, used] = [lines + 1, 0];
    used += letters + 4;
  }

  return lines + more;
}

// A number stays on its line, however long it is.
function textLines(value, width) {
  return typeof value === 'number' || typeof value === 'bigint' ? 1 : Math.max(1, Math.ceil(textOf(value).length / width));
}

function tableLines(value) {
  const { entries, more } = entriesOf(value);
  const { nested } = columnsOf(entries.map(([, row]) => row));
  const folds = entries.reduce((sum, [, row]) => sum + nested.filter((key) => isObject(row) && member(row, key) !== undefined).length, 0);
  return 1 + entries.length + (more > 0 ? 1 : 0) + folds;
}

// By the characters that its widest table has in a row.
function spanOf(value, kind) {
  const width = kind === 'table' ? tableWidth(value)
    : kind === 'rows' ? Math.max(0, ...entriesOf(value).entries.map(([, item]) => kindOf(item, 1) === 'table' ? tableWidth(item) + 2 : 0))
    : 0;
  return width <= 38 ? 1 : width <= 84 ? 2 : width <= 130 ? 3 : 4;
}

function tableWidth(value) {
  const { entries } = entriesOf(value);
  const names = Array.isArray(value) ? 0 : Math.max(...entries.map(([key]) => Math.min(MAX_CELL, key.length)));
  return columnsOf(entries.map(([, row]) => row)).cells.reduce((sum, column) => sum + 2 + Math.max(
    Math.min(MAX_CELL, column.length),
    ...entries.map(([, row]) => isObject(row) ? cellWidth(member(row, column)) : 0)), names);
}

// A number may have its trend beside it.
function cellWidth(value) {
  const width = Math.min(MAX_CELL, textOf(value ?? '').length);
  return typeof value === 'number' ? width + TREND : width;
}
