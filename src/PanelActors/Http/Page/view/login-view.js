// The login: a dialog that the page opens where nothing may be shown, and that a reader may open for more rights.
import { canLogIn, isBarred, loginText } from '../model/access.js';
import { by, setText } from './dom.js';

export class LoginView {
  #dialog = by('login');
  #key = by('login-key');
  #fault = by('login-fault');
  #logIn;
  #session = null;
  #wasIn = false;
  #isBusy = false;

  /** `logIn(key)` logs in, and answers with why that did not work, or null. */
  constructor(logIn) {
    this.#logIn = logIn;
    by('login-form').addEventListener('submit', (event) => this.#onSubmit(event));
    by('login-cancel').addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('cancel', (event) => {
      // There is nothing behind it to go back to.
      if (isBarred(this.#session)) event.preventDefault();
    });
    this.#dialog.addEventListener('close', () => {
      if (isBarred(this.#session)) this.#open();
    });
  }

  /** The reader wants to log in. */
  open() {
    this.#open();
  }

  /** The reader has logged out: its session has not just ended. */
  leave() {
    this.#session = null;
    this.#wasIn = false;
  }

  /** Shows what follows from another answer of the daemon. */
  show(session) {
    const before = this.#session;
    this.#session = session;
    if (session === null) return;
    const barred = isBarred(session);
    if (barred && before !== null && before.name !== null && !isBarred(before)) this.#wasIn = true;
    if (!barred && session.name !== null) this.#wasIn = false;
    if (barred) this.#open();
    else if (this.#dialog.open && isBarred(before)) this.#dialog.close();
    setText(by('login-why'), loginText(session, this.#wasIn));
    by('login-fields').hidden = !canLogIn(session);
    by('login-cancel').hidden = barred;
  }

  #open() {
    if (this.#dialog.open) return;
    setText(this.#fault, '');
    this.#key.value = '';
    this.#dialog.showModal();
    this.#key.focus();
  }

  async #onSubmit(event) {
    // The key goes to the daemon in a request of the page, and into no address.
    event.preventDefault();
    const key = this.#key.value.trim();
    if (this.#isBusy || key === '') return;
    this.#isBusy = true;
    setText(this.#fault, '');
    const fault = await this.#logIn(key);
    this.#isBusy = false;
    this.#key.value = '';
    if (fault === null) {
      if (!isBarred(this.#session)) this.#dialog.close();
      return;
    }

    setText(this.#fault, fault);
    this.#key.focus();
  }
}
