// Find-as-you-type over the names of panels, and the keys and texts inside them.

const MAX_DEPTH = 12;
const MAX_KEYS = 2000;
const MAX_TEXT = 200;
const known = new WeakMap();

/** The words of a query; each has to be found. */
export function wordsOf(query) {
  return query.toLowerCase().split(/\s+/).filter((word) => word !== '');
}

/** Whether every word occurs in the panel's name, or in a key or a text in it. */
export function matches(words, name, value) {
  const title = name.toLowerCase();
  return words.every((word) => title.includes(word) || keysOf(value).includes(word));
}

function keysOf(value) {
  if (typeof value === 'string') return value.slice(0, MAX_TEXT).toLowerCase();
  if (typeof value !== 'object' || value === null) return '';
  let keys = known.get(value);
  if (keys === undefined) {
    const found = new Set();
    collect(value, found, 0);
    keys = [...found].join('\n').toLowerCase();
    known.set(value, keys);
  }

  return keys;
}

function collect(value, found, depth) {
  if (typeof value === 'string') found.add(value.slice(0, MAX_TEXT));
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return;
  const isList = Array.isArray(value);
  for (const key of Object.keys(value)) {
    if (found.size >= MAX_KEYS) return;
    if (!isList) found.add(key);
    collect(value[key], found, depth + 1);
  }
}
