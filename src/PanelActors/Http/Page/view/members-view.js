// The members of a composite, each with its health and age.
import { ageText, element, setText } from './dom.js';

const MOST = 100;

export class MembersView {
  #list = document.getElementById('members');
  #ages = [];

  /** Shows nothing. */
  clear() {
    this.#ages = [];
    this.#list.hidden = true;
    this.#list.replaceChildren();
  }

  /** Shows what the snapshot's meta says; `at` is when it was asked for. */
  show(meta, at) {
    const members = Object.entries(meta.members ?? {}).slice(0, MOST);
    this.#list.hidden = members.length === 0;
    this.#ages = [];
    this.#list.replaceChildren(...members.map(([name, beat]) => {
      const age = element('span', { className: 'member-age' });
      this.#ages.push({ target: age, stale: beat.stale_sec, at, none: beat.health === 'init' ? 'never' : 'unknown' });
      const isActive = meta.active_member === name;
      return element('li', {},
        element('b', { text: isActive ? `${name} (active)` : name, ...(isActive ? { className: 'active' } : {}) }),
        element('span', { className: 'badge small', 'data-word': beat.health, text: String(beat.health) }), age);
    }));
  }

  /** Lets the ages go on. */
  tick(now) {
    for (const { target, stale, at, none } of this.#ages) setText(target, typeof stale === 'number' ? ageText(stale + now - at) : none);
  }
}
