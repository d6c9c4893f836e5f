// How the numbers of a store went: those that change, by the pointers of their places.
import { Positions } from './positions.js';
import { Samples } from './samples.js';

const MAX_SERIES = 1000;
const MAX_DEPTH = 8;
const MAX_SILENCES = 50;
// It may be: objects have such keys too.
const IN_LIST = /\/\d+(\/|$)/;

export class Trends {
  #series = new Map();
  #panels = new Map();
  #positions = new Positions();
  #silences = [];
  #isSilent = false;

  /** What is known of a place; undefined where nothing changed there, and in lists whose places do not keep what they mean. */
  at(path) {
    const series = this.#series.get(path);
    return series === undefined || (IN_LIST.test(path) && !this.#isSteady(path)) ? undefined : series;
  }

  /** The names of the panels that are there. */
  get panels() {
    return this.#panels.keys();
  }

  /** The spans in which nothing was heard; the last one may still go on. */
  get silences() {
    return this.#silences;
  }

  /** A panel has this value now; undefined where it is gone. Answers with the places whose numbers changed. */
  note(name, value, now) {
    const known = this.#panels.get(name);
    const changed = [];
    if (value === undefined) this.#panels.delete(name);
    else if (known === undefined) this.#panels.set(name, { value, since: now });
    else known.value = value;
    const since = known?.since ?? now;
    if (known !== undefined || this.#series.size > 0) this.#compare(known?.before, value, pointer('', name), 0, { since, now, changed });
    const kept = this.#panels.get(name);
    if (kept !== undefined) kept.before = value;
    return changed;
  }

  /** From `now` on nothing is heard. */
  silence(now) {
    if (this.#isSilent) return;
    this.#isSilent = true;
    this.#silences = [...this.#silences, [now, Infinity]].slice(-MAX_SILENCES);
  }

  /** Events are heard again. */
  resume(now) {
    if (!this.#isSilent) return;
    this.#isSilent = false;
    this.#silences.at(-1)[1] = now;
  }

  /** Adds what the daemon knows of a place, where anything changed there. Answers whether it did. */
  prime(path, points) {
    const values = points.filter(([, , , last]) => typeof last === 'number');
    const isFlat = values.every(([, low, high]) => low === values[0][1] && high === values[0][2] && low === high);
    let series = this.#series.get(path);
    if (series === undefined) {
      if (isFlat || this.#series.size >= MAX_SERIES) return false;
      this.#series.set(path, series = new Samples());
    }

    series.prime(points);
    return true;
  }

  #compare(before, after, path, depth, context) {
    if (Object.is(before, after) || depth > MAX_DEPTH) return;
    if (typeof after === 'number') {
      this.#change(path, before, after, context);
    } else if (Array.isArray(after) && Array.isArray(before) && !this.#keepsPlaces(path, before, after, context)) {
      return;
    } else if (isNested(after) && (isNested(before) || before === undefined)) {
      // Since when a value of a list is there is not known where anything moved.
      const within = Array.isArray(after) && this.#positions.hasMoved(path) ? { ...context, since: context.now } : context;
      for (const key of Object.keys(after)) this.#compare(own(before, key), after[key], pointer(path, key), depth + 1, within);
      if (before === undefined) return;
      for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) this.#end(pointer(path, key), before[key], context);
    } else {
      this.#end(path, before, context);
    }
  }

  #change(path, before, after, { since, now, changed }) {
    let series = this.#series.get(path);
    if (series === undefined) {
      // What only appears has not changed yet.
      if (typeof before !== 'number' || this.#series.size >= MAX_SERIES) return;
      this.#series.set(path, series = new Samples());
      series.add(before, since);
    }

    series.add(after, now);
    changed.push(path);
  }

  // What is recorded of a list whose places did not keep what they mean is worth nothing, also once they do again.
  #keepsPlaces(path, before, after, { changed }) {
    const was = this.#positions.isSteady(path);
    const is = this.#positions.note(path, before, after);
    if (was !== is && this.#positions.hasMoved(path)) this.#forget(path, changed);
    return is;
  }

  #forget(path, changed) {
    for (const known of this.#series.keys()) {
      if (!known.startsWith(`${path}/`)) continue;
      this.#series.delete(known);
      changed.push(known);
    }
  }

  #isSteady(path) {
    const [, panel, ...keys] = path.split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    let [value, place] = [this.#panels.get(panel)?.value, pointer('', panel)];
    for (const key of keys) {
      if (!isNested(value) || (Array.isArray(value) && !this.#positions.isSteady(place))) return !isNested(value);
      value = own(value, key);
      place = pointer(place, key);
    }

    return true;
  }

  #end(path, before, { now, changed }) {
    if (isNested(before)) this.#positions.end(path);
    if (this.#series.size === 0 || before === undefined) return;
    for (const [known, series] of this.#series) {
      if (series.last === null || (known !== path && !known.startsWith(`${path}/`))) continue;
      series.add(null, now);
      changed.push(known);
    }
  }
}

/** The JSON pointer of a member of what is at `path`. */
export function pointer(path, key) {
  return `${path}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** A pointer as a reader reads it: `indices › NIFTY › ltp`. */
export function pathText(path) {
  return path.split('/').slice(1).map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')).join(' › ');
}

function own(value, key) {
  return value !== undefined && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isNested(value) {
  return typeof value === 'object' && value !== null;
}
