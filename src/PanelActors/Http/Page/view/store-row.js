// One store among all of them.
import { daemonNow, momentAt } from '../link/clock.js';
import { ageText, nameText } from '../model/format.js';
import { alertsText, connectionText, errorText, healthText, membersOf, needText, wordOf } from '../model/overview.js';
import { isComposite } from '../model/store-summary.js';
import { dropOthers, element, icon, setIcon, setText } from './dom.js';

const MAX_MEMBERS = 24;
const WORDS = { ok: 'live', warn: 'late', stale: 'stale', init: 'waiting' };

export class StoreRow {
  #icon = icon('init');
  #word = element('span');
  #badge = element('span', { className: 'badge' }, this.#icon, this.#word);
  #link = element('a');
  #kind = element('small');
  #age = element('b');
  #since = element('p', { className: 'since' });
  #need = element('p', { className: 'store-need' });
  #alerts = element('p', { className: 'store-alerts' });
  #source = element('p');
  #error = element('p', { className: 'store-error' });
  #panels = element('dd');
  #subscribers = element('dd');
  #list = element('ul', { className: 'members' });
  #members = new Map();
  #store = null;
  element = element('li', { className: 'store' },
    this.#badge,
    element('div', { className: 'store-name' }, this.#link, this.#kind),
    element('p', { className: 'store-age' }, this.#age, element('small', { text: 'age of the data' })),
    element('div', { className: 'store-state' }, this.#since, this.#alerts, this.#need),
    element('div', { className: 'store-source' }, this.#source, this.#error),
    element('dl', { className: 'store-figures' },
      element('div', {}, element('dt', { text: 'Panels' }), this.#panels),
      element('div', {}, element('dt', { text: 'Subscribers' }), this.#subscribers)),
    this.#list);

  show(store, address) {
    this.#store = store;
    setText(this.#link, nameText(store.name));
    if (this.#link.getAttribute('href') !== address) this.#link.setAttribute('href', address);
    setText(this.#kind, [store.kind, store.default ? 'default' : ''].filter(Boolean).join(', '));
    setText(this.#panels, String(store.panels ?? '–'));
    setText(this.#subscribers, String(store.subscribers ?? '–'));
    setText(this.#need, needText(store));
    this.#need.hidden = this.#need.textContent === '';
    setText(this.#alerts, alertsText(store));
    this.#alerts.dataset.critical = String((store.critical_alerts ?? []).length > 0);
    this.#alerts.hidden = this.#alerts.textContent === '';
    this.#showMembers(isComposite(store) ? membersOf(store) : []);
  }

  tick(passed, isLive) {
    const [store, time] = [this.#store, daemonNow()];
    const word = isLive ? wordOf(store) : 'lost';
    if (this.element.dataset.word !== word) {
      this.element.dataset.word = word;
      this.#badge.dataset.word = word;
      setIcon(this.#badge, word === 'replay' ? 'warn' : word);
    }

    setText(this.#word, isLive ? WORDS[word] ?? word : 'not live');
    const { stale_seconds: age, health } = store;
    setText(this.#age, typeof age === 'number' ? ageText(age + passed) : health === 'init' ? 'never' : 'unknown');
    setText(this.#since, isLive ? healthText(store, time, momentAt)
      : `last known: ${WORDS[health] ?? health}`);
    setText(this.#source, isLive ? connectionText(store, time) : '');
    setText(this.#error, errorText(store, time, momentAt));
    for (const row of this.#members.values()) row.tick(passed, isLive);
  }

  #showMembers(members) {
    const shown = members.slice(0, MAX_MEMBERS);
    this.#list.hidden = members.length === 0;
    dropOthers(this.#members, shown.map(({ name }) => name));
    for (const member of shown) this.#member(member.name).show(member);
  }

  #member(name) {
    let row = this.#members.get(name);
    if (row !== undefined) return row;
    const [sign, title, text] = [icon('init'), element('b', { text: nameText(name) }), element('span')];
    const item = element('li', {}, sign, title, text);
    row = {
      element: item, member: null,
      show: (member) => {
        row.member = member;
        item.classList.toggle('active', member.isActive);
      },
      tick: (passed, isLive) => {
        setText(text, memberText(row.member, passed, isLive));
        const { isMissing, health } = row.member;
        const word = isMissing ? 'missing' : !isLive ? 'lost' : health in WORDS ? health : 'init';
        if (item.dataset.word === word) return;
        item.dataset.word = word;
        setIcon(item, isMissing ? 'lost' : word);
      },
    };
    this.#members.set(name, row);
    this.#list.append(item);
    return row;
  }
}

function memberText({ health, age, isMissing, isActive }, passed, isLive) {
  if (isMissing) return 'missing: it never had data';
  const parts = [isActive ? 'active' : '', isLive ? WORDS[health] ?? health : 'not live', age === null ? '' : ageText(age + passed)];
  return parts.filter(Boolean).join(', ');
}
