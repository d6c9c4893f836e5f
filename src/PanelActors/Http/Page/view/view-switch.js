// The views of the page, one at a time.
import { by } from './dom.js';

const SECTIONS = { store: 'store-view', overview: 'stores-view', timeline: 'history-view' };
const LINKS = { overview: 'to-overview', timeline: 'to-timeline' };
const CONTENT = { store: 'panels' };

export class ViewSwitch {
  #place;
  #shown = null;

  constructor(place) {
    this.#place = place;
    by('skip').addEventListener('click', (event) => {
      // The address says what is shown, not where the focus is.
      event.preventDefault();
      by(CONTENT[this.#shown] ?? SECTIONS[this.#shown]).focus();
    });
  }

  /** Shows a view; `store` is the one that it is of, or null. */
  show(view, store) {
    for (const [name, id] of Object.entries(LINKS)) link(id, this.#place.to({ view: name }));
    link('to-wall', this.#place.to({ ...(view === 'store' ? { store } : { view }), wall: true }));

    if (view === this.#shown) return;
    this.#shown = view;
    document.documentElement.dataset.view = view;
    for (const [name, id] of Object.entries(SECTIONS)) by(id).hidden = name !== view;
    for (const [name, id] of Object.entries(LINKS)) {
      if (name === view) by(id).setAttribute('aria-current', 'page');
      else by(id).removeAttribute('aria-current');
    }
  }
}

function link(id, address) {
  if (by(id).getAttribute('href') !== address) by(id).setAttribute('href', address);
}
