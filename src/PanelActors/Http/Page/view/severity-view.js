// Counts, active alerts, and the follow-ups with their filter.
import { rank, tallyText } from '../model/severity.js';
import { daemonNow, momentAt, timeOfDayAt } from '../link/clock.js';
import { sinceText } from '../model/overview.js';
import { ageText } from '../model/format.js';
import { by, element, setText } from './dom.js';

const USUAL = ['info', 'warn', 'critical'];
const MAX_ALERTS = 50;
const MAX_COUNTS = 12;

export class SeverityView {
  #section = document.querySelector('.severity');
  #counts = by('counts');
  #alerts = by('alerts');
  #alertCount = by('alert-count');
  #followups = by('followups');
  #followupCount = by('followup-count');
  #levels = by('levels');
  #preferences;
  #shown = null;
  #sinces = [];
  #drawn = new Map();

  #onHide;

  /** `onHide(levels)` hears which levels of follow-ups are not to be shown. */
  constructor(preferences, onHide) {
    this.#preferences = preferences;
    this.#onHide = onHide;
    by('to-severity').addEventListener('click', () => {
      by('severity-title').focus();
      this.#section.scrollIntoView();
    });
    preferences.listen(() => this.#shown !== null && this.#showFollowups(this.#shown.followups));
  }

  /** `times` is what the daemon lists of its alerts; null where it lists nothing. */
  show(severity, now, times = null) {
    this.#shown = severity;
    this.#section.dataset.empty = String(severity.isEmpty);
    this.#showCounts(severity.counts);
    this.#showAlerts(severity.active(times));
    this.tick(now);
    this.#showFollowups(severity.followups);
  }

  /** These levels of follow-ups are not to be shown. */
  hide(levels) {
    this.#preferences.hiddenLevels = new Set(levels);
    if (this.#shown !== null) this.#showFollowups(this.#shown.followups);
  }

  /** Lets the ages go on. */
  tick(now) {
    for (const { target, changedAt, since } of this.#sinces)
      setText(target, since === null ? `for ${ageText(now - changedAt)}` : sinceText('', since, daemonNow(), momentAt).trim());
  }

  #showCounts(counts) {
    const others = [...counts.keys()].filter((level) => !USUAL.includes(level));
    const levels = [...USUAL, ...others].slice(0, MAX_COUNTS);
    if (this.#counts.children.length !== levels.length) {
      this.#counts.replaceChildren(...levels.map(() => element('div', {}, element('dt'), element('dd'))));
    }

    levels.forEach((level, index) => {
      const tile = this.#counts.children[index];
      const count = counts.get(level);
      tile.dataset.level = level;
      tile.dataset.any = String(Number(count) > 0);
      setText(tile.firstChild, level);
      setText(tile.lastChild, count === undefined ? '–' : String(count));
    });
  }

  #showAlerts(alerts) {
    setText(this.#alertCount, String(alerts.length));
    setText(by('to-severity'), tallyText(alerts.map(({ level }) => level)));
    by('to-severity').hidden = alerts.length === 0;
    by('to-severity').dataset.level = alerts[0]?.level ?? '';
    this.#sinces = [];
    const rows = alerts.slice(0, MAX_ALERTS).map((alert) => this.#alertRow(alert));
    if (alerts.length > MAX_ALERTS) rows.push(element('li', { className: 'none', text: `and ${alerts.length - MAX_ALERTS} more` }));
    if (rows.length === 0) rows.push(element('li', { className: 'none', text: 'None' }));
    this.#alerts.replaceChildren(...rows);
  }

  #alertRow({ type, state, level, changedAt, since }) {
    const reasons = Array.isArray(state.reasons) ? state.reasons.map(String).join(', ') : '';
    const cycle = state.last_change_cycle ?? null;
    const about = state.alert?.index ?? null;
    const target = element('span', { className: 'tally' });
    if (changedAt === null && since === null) target.textContent = 'from before';
    else this.#sinces.push({ target, changedAt, since });
    const details = [about === null ? '' : `on ${about}`, cycle === null ? '' : `since cycle ${cycle}`].filter(Boolean).join(', ');
    return element('li', { 'data-level': level },
      element('div', { className: 'alert-head' }, levelTag(level), element('b', { text: type }), target),
      element('p', { text: [reasons || 'no reason given', details].filter(Boolean).join(' · ') }));
  }

  #showFollowups(followups) {
    const hidden = this.#preferences.hiddenLevels;
    this.#showLevels(followups, hidden);
    const wanted = followups.filter((followup) => !hidden.has(followup.level));
    setText(this.#followupCount, wanted.length === followups.length ? String(wanted.length) : `${wanted.length} of ${followups.length}`);
    const rows = wanted.map((followup) => this.#drawn.get(followup) ?? followupRow(followup));
    this.#drawn = new Map(wanted.map((followup, index) => [followup, rows[index]]));
    const none = followups.length === 0 ? 'None yet' : 'None of the levels that are chosen';
    const place = this.#followups.scrollTop;
    this.#followups.replaceChildren(...(rows.length === 0 ? [element('li', { className: 'none', text: none })] : rows));
    this.#followups.scrollTop = place;
  }

  #showLevels(followups, hidden) {
    const levels = [...new Set(['CRITICAL', 'WARN', 'INFO', ...followups.map(({ level }) => level)])]
      .sort((one, other) => rank(one) - rank(other)).slice(0, MAX_COUNTS);
    const buttons = [...this.#levels.children];
    if (levels.length !== buttons.length || buttons.some((button, index) => button.dataset.level !== levels[index]))
      this.#levels.replaceChildren(...levels.map((level) => this.#levelButton(level)));

    for (const button of this.#levels.children) button.setAttribute('aria-pressed', String(!hidden.has(button.dataset.level)));
  }

  #levelButton(level) {
    const button = element('button', { type: 'button', text: level, 'data-level': level });
    button.addEventListener('click', () => {
      const hidden = this.#preferences.hiddenLevels;
      if (!hidden.delete(level)) hidden.add(level);
      this.#preferences.hiddenLevels = hidden;
      this.#onHide([...hidden]);
      this.#showFollowups(this.#shown?.followups ?? []);
    });
    return button;
  }
}

function levelTag(level) {
  return element('span', { className: 'level', 'data-level': level.toLowerCase(), text: level.toUpperCase() });
}

function followupRow({ time, level, component, message, source }) {
  const at = time === null ? '' : timeOfDayAt(time);
  return element('li', { 'data-level': level.toLowerCase() },
    element('div', { className: 'followup-head' }, levelTag(level), element('span', { text: at }), element('span', { text: component }),
      ...(source === null ? [] : [element('span', { text: source })])),
    element('p', { text: message }));
}
