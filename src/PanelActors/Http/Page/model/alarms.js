// What is worth a sound: a store that becomes stale, a daemon that is lost, an alert that becomes critical. Not what was so before.
import { phaseOf } from './page-state.js';
import { criticalsOf, isStaleItself } from './store-summary.js';

const SETTLES = 1;
const MAX_SHOWN = 3;

/**
 * What is alarming now in all stores that the daemon lists, by keys: `{ kind, text }`. `reasonsOf(store, type)` are those of an alert,
 * where they are known.
 */
export function alarmsOf(state, reasonsOf = () => []) {
  const found = new Map();
  if (phaseOf(state) === 'lost') return found.set('lost', { kind: 'stale', text: 'The daemon cannot be reached.' });
  const stores = state.stores ?? [];
  for (const store of stores) {
    const { name } = store;
    if (isStaleItself(store, stores)) found.set(`stale ${name}`, { kind: 'stale', text: `${name} is stale.` });
    for (const type of criticalsOf(store, stores)) {
      const reasons = reasonsOf(name, type);
      const why = reasons.length > 0 ? `: ${reasons.map(String).join(', ')}` : '';
      found.set(`critical ${name} ${type}`, { kind: 'critical', text: `${name}: ${type} is critical${why}.` });
    }
  }

  return found;
}

/** Of many alarms at once the first ones, and in the last of them how many more there are: `{ key, text }`. */
export function fewOf(alarms) {
  const shown = alarms.slice(0, MAX_SHOWN);
  const more = alarms.length - shown.length;
  return more === 0 ? shown : [...shown.slice(0, -1), { ...shown.at(-1), text: `${shown.at(-1).text} And ${more} more.` }];
}

/** Finds what is new among alarms. */
export class Alarms {
  #since = null;
  #raised = new Set();

  /**
   * Notes what is alarming at `now`; answers with the keys of what has become so, and has been for a moment. Of the stores of a daemon
   * that is lost nothing is known: what was alarming then, and still is when it comes back, is not news.
   */
  note(found, now) {
    const isFirst = this.#since === null;
    const before = found.has('lost') ? [...this.#since?.keys() ?? []] : [];
    const keys = new Set([...found.keys(), ...before]);
    this.#since = new Map([...keys].map((key) => [key, this.#since?.get(key) ?? now]));
    this.#raised = new Set([...this.#raised].filter((key) => keys.has(key)));
    const fresh = [...found.keys()].filter((key) => !this.#raised.has(key) && (isFirst || now - this.#since.get(key) >= SETTLES));
    for (const key of fresh) this.#raised.add(key);
    return isFirst ? [] : fresh;
  }
}
