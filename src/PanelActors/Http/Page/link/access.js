// Asks the daemon who the reader is, logs in and out, and has all tabs know of it.
import { loginFault } from '../model/access.js';
import { at, scope } from './address.js';

const EVERY = 15_000;
const PATIENCE = 5000;
const SESSION = 'api/session';

export class Access {
  #onSession;
  #onFailure;
  #channel = new BroadcastChannel(`${scope}:session`);
  #isAsking = false;
  #isOpen = true;

  /** `onSession(session)` hears every answer, `onFailure()` that there was none. */
  constructor(onSession, onFailure) {
    this.#onSession = onSession;
    this.#onFailure = onFailure;
    this.#channel.addEventListener('message', () => this.check());
    document.addEventListener('visibilitychange', () => this.#checkIfVisible());
    // A right can be given or taken while nothing is refused.
    setInterval(() => this.#checkIfVisible(), EVERY);
    this.check();
  }

  /** Asks who the reader is. */
  async check() {
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      const response = await call('GET');
      if (!response.ok) throw new Error(`${response.status}`);
      this.#take(await response.json());
    } catch {
      this.#onFailure();
    } finally {
      this.#isAsking = false;
    }
  }

  /** Has the other tabs ask too. */
  tellTabs() {
    this.#channel.postMessage('changed');
  }

  /** Logs in; answers with why that did not work, or null. */
  async logIn(key) {
    try {
      const response = await call('POST', JSON.stringify({ key }));
      const body = await response.json().catch(() => null);
      if (!response.ok) return loginFault(response.status, body?.detail);
      this.#take(body);
      this.tellTabs();
      return null;
    } catch {
      return loginFault(null);
    }
  }

  /** Logs out. */
  async logOut() {
    try {
      await call('DELETE');
    } catch {
      // Whether it worked is what the question after it says.
    }

    this.tellTabs();
    await this.check();
  }

  #take(session) {
    this.#isOpen = session.kind === 'open';
    this.#onSession(session);
  }

  #checkIfVisible() {
    if (document.visibilityState === 'visible' && !this.#isOpen) this.check();
  }
}

function call(method, body) {
  const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
  return fetch(at(SESSION), { method, cache: 'no-store', headers, body, signal: AbortSignal.timeout(PATIENCE) });
}
