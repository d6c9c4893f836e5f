// The line below a view that says how much it leaves out.
import { moreText } from '../model/format.js';
import { element, setText } from './dom.js';

export class MoreLine {
  #host;
  #line = null;

  constructor(host) {
    this.#host = host;
  }

  /** Shows how much more there is, such as `{ rows: 3, columns: 0 }`; nothing where that is nothing. */
  show(more) {
    const text = moreText(more);
    if (text === '' && this.#line === null) return;
    this.#line ??= this.#host.appendChild(element('p', { className: 'more' }));
    this.#line.hidden = text === '';
    setText(this.#line, text);
  }
}
