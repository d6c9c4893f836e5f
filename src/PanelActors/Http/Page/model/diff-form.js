// The two forms in which the relay sends a diff, applied to a map of panels.
import { isObject, mergePatch } from './merge-patch.js';

/** Applies a diff in place. Answers with the names of the panels that it changed. */
export function applyDiff(panels, diff) {
  if (!isObject(diff)) throw new TypeError('a diff is an object');
  return isPanelOp(diff) ? applyPanelOp(panels, diff) : applyMergePatch(panels, diff);
}

function isPanelOp(diff) {
  return Object.hasOwn(diff, 'panel') && Object.hasOwn(diff, 'op');
}

function applyPanelOp(panels, { panel, op, data }) {
  if (typeof panel !== 'string' || op !== 'full' || data === undefined) throw new TypeError('a panel operation that the relay never sends');
  panels.set(panel, data);
  return new Set([panel]);
}

function applyMergePatch(panels, patch) {
  const touched = new Set();
  for (const name of Object.keys(patch)) {
    if (patch[name] === null) {
      if (panels.delete(name)) touched.add(name);
      continue;
    }

    const before = panels.get(name);
    const after = mergePatch(before, patch[name]);
    if (panels.has(name) && Object.is(before, after)) continue;
    panels.set(name, after);
    touched.add(name);
  }

  return touched;
}
