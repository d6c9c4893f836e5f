// What happened, newest first: the questions to the daemon, and how its answers become one list.

export const KINDS = ['health', 'severity', 'followup', 'connection', 'baseline'];
export const LEVELS = ['CRITICAL', 'WARN', 'INFO'];
export const PAGE = 100;
const MAX_ITEMS = 5000;

/** The path of a page of history for a filter, from a cursor on; null for the newest. */
export function historyPath({ stores, kinds, levels, text }, cursor = null) {
  const values = [`limit=${PAGE}`];
  const add = (key, value) => value === '' ? 0 : values.push(`${key}=${encodeURIComponent(value).replaceAll('%2C', ',')}`);
  add('store', stores.join(','));
  add('kind', kinds.join(','));
  add('level', levels.join(','));
  add('q', text.trim());
  if (cursor !== null) add('before', cursor);
  return `api/history?${values.join('&')}`;
}

/** What is known of the past for one filter. */
export class Timeline {
  items = [];
  // Where what is older begins; null where there is no more, undefined before the first answer.
  next = undefined;

  /** Adds the newest page. Where it does not reach what is known, there is a hole between them, and it begins anew. */
  refresh({ items, next }) {
    const known = new Set(this.items.map(keyOf));
    const fresh = items.filter((item) => !known.has(keyOf(item)));
    const reaches = fresh.length < items.length || next === null;
    if (this.next === undefined || !reaches) [this.items, this.next] = [items, next];
    else if (fresh.length > 0) this.items = [...fresh, ...this.items].sort((one, other) => other.at - one.at).slice(0, MAX_ITEMS);
  }

  /** Adds what is older. */
  extend({ items, next }) {
    const known = new Set(this.items.map(keyOf));
    this.items = [...this.items, ...items.filter((item) => !known.has(keyOf(item)))];
    this.next = this.items.length >= MAX_ITEMS ? null : next;
  }
}

/** Names an item among all. */
export function keyOf({ at, store, kind, level, title, detail }) {
  return JSON.stringify([at, store, kind, level, title, detail]);
}

/** The items by day, newest first; `dayOf(seconds)` names a day. */
export function daysOf(items, dayOf) {
  const days = [];
  for (const item of items) {
    const day = dayOf(item.at);
    if (days.at(-1)?.day !== day) days.push({ day, items: [] });
    days.at(-1).items.push(item);
  }

  return days;
}

/** A list with one word put in or taken out; none stands for all of them. */
export function toggled(list, word, all) {
  const chosen = list.length === 0 ? all : list;
  const after = all.filter((one) => chosen.includes(one) !== (one === word));
  return after.length === all.length ? [] : after.length === 0 ? list : after;
}

/** What is said where there is nothing to list. `status` is that of the refusal, null where there was no answer, 200 for one. */
export function timelineNote({ status, count, isFiltered }) {
  if (status === 404) return 'This daemon keeps no history.';
  if (status === 401 || status === 403) return 'The history may not be read without a key.';
  if (status === null) return count > 0 ? 'The daemon does not answer: what stands below is not live.' : 'The daemon does not answer.';
  if (status >= 400) return `The daemon answered with ${status}.`;
  if (count > 0) return '';
  return isFiltered ? 'Nothing that happened fits these filters.' : 'Nothing has happened yet.';
}
