// What the page shows, kept in its address: a link to it shows the same, and the browser's back button goes back.
import { elsewhere, parseAddress, writeAddress } from '../model/view-address.js';

export class Place {
  #address = parseAddress(location.hash);
  #onChange;

  /** `onChange(address)` hears when the reader goes elsewhere; not of what `note` writes. */
  constructor(onChange) {
    this.#onChange = onChange;
    addEventListener('hashchange', () => {
      this.#address = parseAddress(location.hash);
      this.#onChange(this.#address);
    });
  }

  get address() {
    return this.#address;
  }

  /** The address of another view or store, to be linked to. */
  to(change) {
    return writeAddress(elsewhere(this.#address, change)) || '#';
  }

  /** Goes to another view or store. */
  go(change) {
    location.hash = this.to(change);
  }

  /** Writes down what the reader set here; there is nothing to go back to. */
  note(change) {
    this.#address = { ...this.#address, ...change };
    const { pathname, search } = location;
    history.replaceState(null, '', `${pathname}${search}${writeAddress(this.#address)}`);
  }
}
