// JSON as the feed wrote it: whole numbers beyond what a double holds stay exact.

// Long enough to need a second look; the ids of the relay are not.
const LONG = /[0-9]{17}|9[0-9]{15}|[eE]\+?[0-9]{3}/;

/** Parses JSON text; whole numbers that a double cannot hold become BigInts. */
export function parseJson(text) {
  return LONG.test(text) ? JSON.parse(text, exact) : JSON.parse(text);
}

/** Writes what parseJson read. */
export function writeJson(value, indent) {
  return JSON.stringify(value, raw, indent);
}

function exact(key, value, context) {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || context === undefined) return value;
  if (/^-?[0-9]+$/.test(context.source)) return BigInt(context.source);
  return Number.isFinite(value) ? value : context.source;
}

function raw(key, value) {
  if (typeof value !== 'bigint') return value;
  return JSON.rawJSON === undefined ? String(value) : JSON.rawJSON(String(value));
}
