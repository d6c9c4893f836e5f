// The raw JSON of one panel, as it was when the dialog was opened.
import { nameText } from '../model/format.js';
import { writeJson } from '../model/json.js';
import { safeJson } from '../model/safe-text.js';
import { by, setText } from './dom.js';

const MAX_SHOWN = 200_000;

export class JsonDialog {
  #dialog = by('raw');
  #text = '';

  constructor() {
    by('raw-copy').addEventListener('click', () => this.#copy());
    by('raw-close').addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('click', (event) => {
      if (event.target === this.#dialog) this.#dialog.close();
    });
  }

  /** Forgets what it showed. */
  clear() {
    this.#text = '';
    for (const id of ['raw-title', 'raw-text', 'raw-note']) setText(by(id), '');
    this.#dialog.close();
  }

  open(name, value) {
    this.#text = safeJson(writeJson(value, 2) ?? 'null');
    const cut = this.#text.length - MAX_SHOWN;
    setText(by('raw-title'), nameText(name));
    setText(by('raw-text'), cut > 0 ? this.#text.slice(0, MAX_SHOWN) : this.#text);
    setText(by('raw-note'), cut > 0 ? `The first ${MAX_SHOWN} characters; ${cut} more are copied too.` : '');
    this.#dialog.showModal();
    by('raw-text').scrollTop = 0;
  }

  async #copy() {
    try {
      await copyText(this.#text);
      setText(by('raw-note'), 'Copied.');
    } catch (error) {
      setText(by('raw-note'), `Not copied: ${error.message}`);
    }
  }
}

// A page that came over plain HTTP from another machine has no clipboard; there only a selection can be copied.
async function copyText(text) {
  if (navigator.clipboard !== undefined) {
    await navigator.clipboard.writeText(text);
    return;
  }

  getSelection().selectAllChildren(by('raw-text'));
  if (!document.execCommand('copy')) throw new Error('this browser does not let the page copy');
}
