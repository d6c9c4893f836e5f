// One relay connection for all tabs that look at a store: the leader owns it and passes on what it hears, the others listen.
import { scope } from './address.js';
import { ClaimElection } from './claim-election.js';
import { LockElection } from './lock-election.js';
import { RelayConnection } from './relay-connection.js';
import { now } from './clock.js';

const ASK_AGAIN = 1000;
const SILENCE = 45;

/**
 * What a listener hears: `frame(type, text, id)` for each event, `link({ isOpen, isLeader })` when one of them changes,
 * `adopt(state, late)` with the state of another tab, and `refused()`. It answers `state()` and `lastId()`.
 */
export class SharedRelay {
  #store;
  #listener;
  #channel;
  #election;
  #connection = null;
  #isOpen = false;
  #id = `${Date.now()}-${Math.random()}`;
  #askedAt = now();
  #adopted = false;
  #heardAt = now();
  #timer;

  constructor(store, listener) {
    this.#store = store;
    this.#listener = listener;
    const name = `${scope}:${store}`;
    this.#channel = new BroadcastChannel(name);
    this.#channel.addEventListener('message', ({ data }) => this.#hear(data));
    const Election = navigator.locks === undefined ? ClaimElection : LockElection;
    this.#election = new Election(name, () => this.#lead(), () => this.#follow());
    this.#ask();
    this.#timer = setInterval(() => this.#tick(), ASK_AGAIN);
  }

  /** Begins again with a baseline, because what came does not fit what is known. */
  restart() {
    if (this.#connection === null) this.#channel.postMessage({ kind: 'restart' });
    else this.#connection.restart();
  }

  close() {
    clearInterval(this.#timer);
    this.#connection?.close();
    this.#election.close();
    this.#channel.close();
  }

  #lead() {
    this.#adopted = true;
    this.#connection = new RelayConnection(
      this.#store, this.#listener.lastId(), (type, text, id) => this.#pass(type, text, id), (isOpen) => this.#setLink(isOpen),
      () => this.#listener.refused());
    this.#channel.postMessage({ kind: 'leads' });
    this.#notify();
  }

  #follow() {
    this.#connection?.close();
    this.#connection = null;
    this.#ask();
    this.#notify();
  }

  #pass(type, text, id) {
    this.#channel.postMessage({ kind: 'frame', type, text, id });
    this.#listener.frame(type, text, id);
  }

  #setLink(isOpen) {
    if (isOpen === this.#isOpen) return;
    this.#isOpen = isOpen;
    if (this.#connection !== null) this.#channel.postMessage({ kind: 'link', isOpen });
    this.#notify();
  }

  #notify() {
    this.#listener.link({ isOpen: this.#isOpen, isLeader: this.#connection !== null });
  }

  #ask() {
    this.#adopted = false;
    this.#askedAt = now();
    this.#channel.postMessage({ kind: 'ask', from: this.#id });
  }

  #hear(message) {
    this.#heardAt = now();
    switch (message.kind) {
      case 'ask':
        if (this.#connection !== null)
          this.#channel.postMessage({ kind: 'state', to: message.from, isOpen: this.#isOpen, state: this.#listener.state() });
        break;
      case 'state':
        if (message.to !== this.#id || this.#adopted || this.#connection !== null) break;
        this.#adopted = true;
        // It was copied at some moment since the question: at worst right then.
        this.#listener.adopt(message.state, now() - this.#askedAt);
        this.#setLink(message.isOpen);
        break;
      case 'frame':
        if (this.#adopted && this.#connection === null) this.#listener.frame(message.type, message.text, message.id);
        break;
      case 'link':
        if (this.#connection === null) this.#setLink(message.isOpen);
        break;
      case 'restart':
        this.#connection?.restart();
        break;
      default:
        break;
    }
  }

  #tick() {
    if (this.#connection !== null) return;
    if (!this.#adopted) this.#ask();
    // The leader is frozen or hangs: the tab that is visible takes over.
    if (document.visibilityState === 'visible' && now() - this.#heardAt > SILENCE) {
      this.#heardAt = now();
      this.#election.take();
    }
  }
}
