// The field that finds panels: / goes there, Escape empties it.
import { by } from './dom.js';

export class SearchBox {
  #onSearch;

  constructor(onSearch) {
    this.#onSearch = onSearch;
    const field = by('search');
    field.addEventListener('input', () => onSearch(field.value));
    field.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      if (field.value === '') field.blur();
      field.value = '';
      onSearch('');
    });
    document.addEventListener('keydown', (event) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      field.focus();
      field.select();
    });
  }

  /** Searches for what the address says. */
  show(query) {
    const field = by('search');
    if (field.value === query) return;
    field.value = query;
    this.#onSearch(query);
  }
}

function isTyping(target) {
  return target instanceof Element && target.matches('input, textarea, select, [contenteditable]');
}
