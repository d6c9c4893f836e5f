// Choosing a store.
import { findStore, isComposite } from '../model/store-summary.js';
import { by, element } from './dom.js';

// No store has an empty name.
const ALL = '';
const ABSENT = { gone: ' (gone)', unknown: ' (not known)' };

export class StorePicker {
  #select = by('store');
  #shown = '';

  /** `onChoose(name)` hears which store is wanted, null for all of them. */
  constructor(onChoose) {
    this.#select.addEventListener('change', () => onChoose(this.#select.value === ALL ? null : this.#select.value));
  }

  /** Shows the stores of a state of the page, and the chosen one also where it is not among them. */
  show({ stores, store, listing }) {
    const options = (stores ?? [])
      .map((summary) => ({ name: summary.name, text: `${summary.name}${isComposite(summary) ? ' (composite)' : ''}` }));
    const listed = store === null ? undefined : findStore(options, store);
    if (options.length > (store === null ? 0 : 1)) options.unshift({ name: ALL, text: 'All stores' });
    if (store !== null && listed === undefined) options.push({ name: store, text: `${store}${ABSENT[listing] ?? ''}` });
    const shown = JSON.stringify(options);
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#select.replaceChildren(...options.map(({ name, text }) => element('option', { value: name, text })));
    }

    const chosen = listed?.name ?? store ?? ALL;
    if (this.#select.value !== chosen) this.#select.value = chosen;
  }
}
