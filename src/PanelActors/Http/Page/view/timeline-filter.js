// Which of what happened is shown: by store, kind, level and text. Kept in the address.
import { KINDS, LEVELS, toggled } from '../model/timeline.js';
import { by, element } from './dom.js';

const PAUSE = 300;

export class TimelineFilter {
  #place;
  #onChange;
  #store = by('history-store');
  #text = by('history-text');
  #names = '';
  #timer = null;

  constructor(place, onChange) {
    this.#place = place;
    this.#onChange = onChange;
    this.#store.addEventListener('change', () => this.#set({ stores: this.#store.value === '' ? [] : [this.#store.value] }));
    this.#text.addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#set({ text: this.#text.value }), PAUSE);
    });
    this.#addButtons(by('history-kinds'), KINDS, 'kinds');
    this.#addButtons(by('history-levels'), LEVELS, 'levels');
  }

  /** Whether anything is left out. */
  get isSet() {
    const { stores, kinds, levels, text } = this.#place.address;
    return stores.length + kinds.length + levels.length > 0 || text !== '';
  }

  /** Shows the filter of an address. */
  show({ stores, kinds, levels, text }) {
    if (document.activeElement !== this.#text) this.#text.value = text;
    press(by('history-kinds'), kinds);
    press(by('history-levels'), levels);
    this.#list(stores);
  }

  /** The stores to choose from. */
  list(stores) {
    this.#names = (stores ?? []).map(({ name }) => name);
    this.#list(this.#place.address.stores);
  }

  // Several stores can only be chosen by the address.
  #list(chosen) {
    const value = chosen.join(',');
    const names = [...new Set([...this.#names, ...(value === '' ? [] : [value])])];
    const shown = JSON.stringify(names);
    if (this.#store.dataset.names !== shown) {
      this.#store.dataset.names = shown;
      const options = names.map((name) => element('option', { value: name, text: name }));
      this.#store.replaceChildren(element('option', { value: '', text: 'All stores' }), ...options);
    }

    if (this.#store.value !== value) this.#store.value = value;
  }

  #addButtons(host, words, key) {
    for (const word of words) {
      const button = element('button', { type: 'button', text: word, 'data-word': word, 'aria-pressed': 'true' });
      button.addEventListener('click', () => this.#set({ [key]: toggled(this.#place.address[key], word, words) }));
      host.append(button);
    }
  }

  #set(change) {
    this.#place.note(change);
    this.#onChange();
  }
}

function press(host, chosen) {
  for (const button of host.children)
    button.setAttribute('aria-pressed', String(chosen.length === 0 || chosen.includes(button.dataset.word)));
}
