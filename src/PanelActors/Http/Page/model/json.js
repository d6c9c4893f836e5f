// JSON as the feed wrote it: whole numbers beyond what a double holds stay exact.

// Long enough to need a second look.
const LONG = /[0-9]{17}|9[0-9]{15}|[eE]\+?[0-9]{3}/;

/** Parses JSON text; whole numbers that a double cannot hold become BigInts. */
export function parseJson(text) {
  return LONG.test(text) ? JSON.parse(text, exact) : JSON.parse(text);
}

// Where the relay puts the two numbers that no double holds.
const ID = /^\{"id":[0-9]+,/;
const GENERATION = /^,"generation":([0-9]+)(,"publish_unixtime":[0-9.]+(?:,"age_seconds":(?:[0-9.]+|null))?\})$/;

/**
 * Parses an event of the relay. Its generation becomes text, which can be compared; its id is left out: the frame has it, as text.
 * Without them an event is as cheap to parse as its payload is.
 */
export function parseEvent(text) {
  const body = text.replace(ID, '{');
  const at = body.lastIndexOf(',"generation":');
  const end = at < 0 ? null : GENERATION.exec(body.slice(at));
  if (end === null) return parseJson(body);
  return { ...parseJson(body.slice(0, at) + end[2]), generation: end[1] };
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
