// RFC 7396 on immutable values: what a patch does not touch is shared, and what it does not change stays the same object.

/** Whether a value is a JSON object. */
export function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member of an object, never one that it inherits. */
export function member(object, key) {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The target with the patch applied; the target itself where the patch changes nothing. */
export function mergePatch(target, patch) {
  if (!isObject(patch)) return sameList(target, patch) ? target : patch;
  let merged = isObject(target) ? null : Object.create(null);
  const base = merged ?? target;
  for (const key of Object.keys(patch)) {
    const change = patch[key];
    if (change === null) {
      if (!Object.hasOwn(base, key)) continue;
      merged ??= copy(base);
      delete merged[key];
      continue;
    }

    const before = member(base, key);
    const after = mergePatch(before, change);
    if (before !== undefined && Object.is(before, after)) continue;
    merged ??= copy(base);
    merged[key] = after;
  }

  return merged ?? target;
}

// Without a prototype: a key named __proto__ is a key like any other.
function copy(object) {
  const result = Object.create(null);
  for (const key of Object.keys(object)) result[key] = object[key];
  return result;
}

function sameList(one, other) {
  return Array.isArray(one) && Array.isArray(other) && one.length === other.length
    && one.every((value, index) => Object.is(value, other[index]));
}
