// Choosing a store.
import { element } from './dom.js';

export class StorePicker {
  #select = document.getElementById('store');
  #names = '';

  constructor(onChoose) {
    this.#select.addEventListener('change', () => onChoose(this.#select.value));
  }

  show(stores, current, wasListed) {
    const listed = stores.map(({ name, kind }) => ({ name, text: kind === 'composite' ? `${name} (composite)` : name }));
    if (current !== null && !listed.some(({ name }) => name === current)) listed.push({ name: current, text: `${current} (${wasListed ? 'gone' : 'not known'})` });
    const names = JSON.stringify(listed);
    if (names !== this.#names) {
      this.#names = names;
      this.#select.replaceChildren(...listed.map(({ name, text }) => element('option', { value: name, text })));
    }

    if (current !== null && this.#select.value !== current) this.#select.value = current;
  }
}
