// What the reader chose, kept in this browser and shared by its tabs.
import { EXCHANGE, ZONES, isZone } from '../model/zone.js';
import { scope } from './address.js';

const KEY = scope;
const MAX_NAMES = 2000;

export class Preferences {
  #values = read();
  #listeners = new Set();

  constructor() {
    addEventListener('storage', (event) => {
      if (event.key !== KEY) return;
      this.#values = read();
      for (const listener of this.#listeners) listener();
    });
  }

  /** `listener()` hears when another tab chose something. */
  listen(listener) {
    this.#listeners.add(listener);
  }

  /** `auto`, `light` or `dark`. */
  get theme() {
    return ['light', 'dark'].includes(this.#values.theme) ? this.#values.theme : 'auto';
  }

  set theme(value) {
    this.#write({ theme: value });
  }

  /** `local`, `utc` or `exchange`. */
  get zone() {
    return ZONES.includes(this.#values.zone) ? this.#values.zone : 'local';
  }

  set zone(value) {
    this.#write({ zone: value });
  }

  /** The zone of the exchange. */
  get exchange() {
    return typeof this.#values.exchange === 'string' && isZone(this.#values.exchange) ? this.#values.exchange : EXCHANGE;
  }

  set exchange(value) {
    this.#write({ exchange: value });
  }

  /** Whether one of these is chosen: `separators`, `sound`, `notify`. */
  is(name) {
    return this.#values[name] === true;
  }

  choose(name, isChosen) {
    this.#write({ [name]: isChosen });
  }

  /** The levels of follow-ups that are not shown. */
  get hiddenLevels() {
    return new Set(names(this.#values.hiddenLevels));
  }

  set hiddenLevels(levels) {
    this.#write({ hiddenLevels: [...levels] });
  }

  /** Whether a panel of a store is in one of the two sets, `pinned` and `collapsed`. */
  has(set, store, panel) {
    return names(this.#values[set]).includes(`${store}/${panel}`);
  }

  /** Puts a panel into a set, or takes it out. */
  put(set, store, panel, isIn) {
    const name = `${store}/${panel}`;
    const others = names(this.#values[set]).filter((other) => other !== name);
    this.#write({ [set]: isIn ? [...others, name].slice(-MAX_NAMES) : others });
  }

  #write(change) {
    this.#values = { ...read(), ...change };
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#values));
    } catch (error) {
      console.warn('This browser keeps nothing; the choice lasts until the page is closed.', error);
    }
  }
}

function read() {
  try {
    const values = JSON.parse(localStorage.getItem(KEY));
    return typeof values === 'object' && values !== null ? values : {};
  } catch (error) {
    console.warn('What this browser kept cannot be read.', error);
    return {};
  }
}

function names(list) {
  return Array.isArray(list) ? list.filter((name) => typeof name === 'string') : [];
}
