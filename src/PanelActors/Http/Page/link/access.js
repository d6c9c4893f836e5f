// Asks the daemon who the reader is, logs in and out, and has all tabs know of it.
import { loginFault } from '../model/access.js';
import { at, scope } from './address.js';

const EVERY = 15_000;
const PATIENCE = 5000;
const SESSION = 'api/session';
const CHANGED = 'changed';
const LEFT = 'left';

export class Access {
  #listener;
  #channel = new BroadcastChannel(`${scope}:session`);
  #isOpen = true;

  // Of questions that overlap the last one counts: an earlier answer can be from before a login.
  #asked = 0;

  /**
   * `listener.session(session)` hears who the reader is, `failed()` that the daemon did not say, `left()` that the reader logs out,
   * here or in another tab; who it is after that is heard next.
   */
  constructor(listener) {
    this.#listener = listener;
    this.#channel.addEventListener('message', ({ data }) => {
      if (data === LEFT) listener.left();
      else this.check();
    });
    document.addEventListener('visibilitychange', () => this.#checkIfVisible());
    // A right can be given or taken while nothing is refused.
    setInterval(() => this.#checkIfVisible(), EVERY);
    this.check();
  }

  /** Asks who the reader is. */
  async check() {
    const number = ++this.#asked;
    const { isOk, body } = await call('GET');
    if (number !== this.#asked) return;
    if (isOk) this.#take(body);
    else this.#listener.failed();
  }

  /** Has the other tabs ask too. */
  tellTabs() {
    this.#channel.postMessage(CHANGED);
  }

  /** Logs in; answers with why that did not work, or null. */
  async logIn(key) {
    const { isOk, status, body } = await call('POST', JSON.stringify({ key }));
    if (!isOk) return loginFault(status, body?.detail);
    this.#asked++;
    this.#take(body);
    this.tellTabs();
    return null;
  }

  /** Logs out; answers with whether that worked. */
  async logOut() {
    // First, so that no tab asks for anything without the session.
    this.#channel.postMessage(LEFT);
    this.#listener.left();
    const { isOk } = await call('DELETE');
    this.tellTabs();
    await this.check();
    return isOk;
  }

  #take(session) {
    this.#isOpen = session.kind === 'open';
    this.#listener.session(session);
  }

  #checkIfVisible() {
    if (document.visibilityState === 'visible' && !this.#isOpen) this.check();
  }
}

// What the daemon answers; `status` is null where it does not.
async function call(method, body) {
  const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
  try {
    const response = await fetch(at(SESSION), { method, cache: 'no-store', headers, body, signal: AbortSignal.timeout(PATIENCE) });
    const text = await response.text();
    return { isOk: response.ok, status: response.status, body: text === '' ? null : JSON.parse(text) };
  } catch {
    return { isOk: false, status: null, body: null };
  }
}
