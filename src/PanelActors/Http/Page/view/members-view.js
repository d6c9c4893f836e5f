// The members of a composite, each with its health and age.
import { ageText } from '../model/format.js';
import { isMissing } from '../model/overview.js';
import { by, dropOthers, element, setText } from './dom.js';

const MAX_MEMBERS = 100;

export class MembersView {
  #list = by('members');
  #rows = new Map();
  #askedAt = 0;

  clear() {
    this.show(undefined, 0);
  }

  /** Shows what the list of stores, asked for at `askedAt`, says of a composite; nothing for another store. */
  show(summary, askedAt) {
    const members = (summary?.members ?? []).slice(0, MAX_MEMBERS);
    this.#askedAt = askedAt;
    this.#list.hidden = members.length === 0;
    dropOthers(this.#rows, members.map(({ name }) => name));
    for (const member of members) this.#row(member.name).show(member, member.name === summary.active_member);
    this.tick(askedAt);
  }

  /** Lets the ages go on. */
  tick(now) {
    for (const row of this.#rows.values()) row.tick(now - this.#askedAt);
  }

  #row(name) {
    let row = this.#rows.get(name);
    if (row !== undefined) return row;
    row = new MemberRow();
    this.#rows.set(name, row);
    this.#list.append(row.element);
    return row;
  }
}

class MemberRow {
  #name = element('b');
  #badge = element('span', { className: 'badge small' });
  #age = element('span', { className: 'member-age' });
  #member = null;
  element = element('li', {}, this.#name, this.#badge, this.#age);

  show(member, isActive) {
    this.#member = member;
    setText(this.#name, isActive ? `${member.name} (active)` : member.name);
    this.#name.classList.toggle('active', isActive);
    const word = isMissing(member) ? 'missing' : member.health;
    this.element.dataset.word = word;
    this.#badge.dataset.word = word;
    setText(this.#badge, word);
  }

  tick(passed) {
    const { stale_seconds: age, health } = this.#member;
    setText(this.#age, age !== null ? ageText(age + passed) : health === 'init' ? 'never' : 'unknown');
  }
}
