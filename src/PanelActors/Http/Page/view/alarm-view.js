// Sounds and desktop notifications, for those who want them.
import { scope } from '../link/address.js';
import { Alarms, alarmsOf, fewOf } from '../model/alarms.js';
import { safeText } from '../model/safe-text.js';
import { by, setText } from './dom.js';

const EVERY = 0.5;
const TONES = { critical: [880, 660, 880], stale: [440, 330] };
const TONE = 0.18;
// Tabs look at different moments.
const APART = 12_000;
// What this tab has taken: what comes again soon is its own too.
const held = new Set();

export class AlarmView {
  #preferences;
  #alarms = new Alarms();
  #audio = null;
  #notedAt = -Infinity;

  constructor(preferences) {
    this.#preferences = preferences;
    by('sound').addEventListener('change', () => {
      preferences.choose('sound', by('sound').checked);
      this.#show();
      if (by('sound').checked) this.#beep('stale');
    });
    by('notify').addEventListener('change', () => this.#chooseNotify());
    // A browser lets a page sound only after it was touched.
    for (const type of ['pointerdown', 'keydown']) addEventListener(type, () => this.#wake(), { passive: true });
    preferences.listen(() => this.#show());
    this.#show();
  }

  /** What was alarming was for another reader. */
  clear() {
    this.#alarms = new Alarms();
  }

  /** Looks for what has become alarming. */
  tick(time, state, reasonsOf) {
    if (time - this.#notedAt < EVERY) return;
    this.#notedAt = time;
    // Until the daemon has listed its stores there is nothing to compare with.
    if (state.stores === null) return;
    const found = alarmsOf(state, reasonsOf);
    const fresh = this.#alarms.note(found, time).map((key) => ({ key, ...found.get(key) }));
    if (fresh.length === 0) return;
    if (this.#preferences.is('sound')) this.#sound(fresh);
    if (this.#preferences.is('notify') && mayNotify()) inOneTab('notify', fresh, (alarms) => fewOf(alarms).forEach(notify));
  }

  // A tab that may not sound leaves it to one that may.
  async #sound(fresh) {
    await this.#wake();
    if (this.#audio?.state !== 'running') return;
    inOneTab('sound', fresh, (alarms) => this.#beep(alarms.some(({ kind }) => kind === 'critical') ? 'critical' : 'stale'));
  }

  async #chooseNotify() {
    const isWanted = by('notify').checked;
    if (isWanted && globalThis.Notification?.permission === 'default') await Notification.requestPermission();
    this.#preferences.choose('notify', isWanted);
    this.#show();
  }

  #show() {
    by('sound').checked = this.#preferences.is('sound');
    by('notify').checked = this.#preferences.is('notify');
    const notes = [];
    if (this.#preferences.is('sound') && this.#audio?.state !== 'running')
      notes.push('Sounds begin with the next click or key on this page.');
    if (this.#preferences.is('notify') && !mayNotify())
      notes.push('This browser does not let the page notify; its settings for this address say why.');
    setText(by('alarm-note'), notes.join(' '));
  }

  async #wake() {
    if (!this.#preferences.is('sound') || this.#audio?.state === 'running') return;
    this.#audio ??= new AudioContext();
    await this.#audio.resume();
    this.#show();
  }

  async #beep(kind) {
    await this.#wake();
    if (this.#audio?.state !== 'running') return;
    TONES[kind].forEach((frequency, index) => {
      const [tone, volume] = [this.#audio.createOscillator(), this.#audio.createGain()];
      const begin = this.#audio.currentTime + index * TONE * 1.2;
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0.2, begin);
      volume.gain.exponentialRampToValueAtTime(0.001, begin + TONE);
      tone.connect(volume).connect(this.#audio.destination);
      tone.start(begin);
      tone.stop(begin + TONE);
    });
  }
}

// All tabs see the same changes; the first one that does takes each of them.
async function inOneTab(what, alarms, raise) {
  const claims = await Promise.all(alarms.map((alarm) => claim(`${scope}:${what}:${alarm.key}`)));
  const mine = alarms.filter((_, index) => claims[index]);
  if (mine.length > 0) raise(mine);
}

// A page that came over plain HTTP from another machine has no locks: there each tab speaks for itself.
function claim(name) {
  if (navigator.locks === undefined || held.has(name)) return true;
  return new Promise((answer) => {
    navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      answer(lock !== null);
      if (lock === null) return;
      held.add(name);
      await new Promise((passed) => setTimeout(passed, APART));
      held.delete(name);
    });
  });
}

function mayNotify() {
  return globalThis.Notification?.permission === 'granted';
}

function notify({ key, text }) {
  // On some devices only a service worker may.
  try {
    new Notification('PanelActors', { body: safeText(text), tag: key, renotify: true });
  } catch (error) {
    console.warn('The page may not notify.', error);
  }
}
