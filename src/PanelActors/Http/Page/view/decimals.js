// Numbers that stand below one another have their points below one another: those with fewer decimals keep room for the rest.
import { alignedDecimals, padText } from '../model/format.js';

const MAX_ELEMENTS = 500;

export class Decimals {
  #elements = new Map();
  #most = 0;

  /** An element shows this number now; null where it shows none. */
  note(element, text) {
    const own = text === null ? null : alignedDecimals(text);
    this.#elements.set(element, own);
    if (own !== null && own > this.#most) {
      this.#most = own;
      for (const [other, count] of this.#elements) pad(other, padText(count, own));
    } else {
      pad(element, padText(own, this.#most));
    }

    if (this.#elements.size > MAX_ELEMENTS)
      this.#elements = new Map([...this.#elements].filter(([one]) => one === element || one.isConnected));
  }
}

function pad(element, text) {
  if (text === '') delete element.dataset.pad;
  else if (element.dataset.pad !== text) element.dataset.pad = text;
}
