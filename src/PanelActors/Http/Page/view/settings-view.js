// What the reader sets for all stores: the zone of times, separators of thousands, and the alarms.
import { useZone, zoneOffset } from '../link/clock.js';
import { ZONES, isZone, zoneName } from '../model/zone.js';
import { by, element, setText } from './dom.js';

const LABELS = { local: 'this browser', utc: 'UTC', exchange: 'exchange' };

export class SettingsView {
  #preferences;
  #onChange;
  #zone = by('zone');
  #button = by('settings-open');
  // What the address asks for goes before what is kept.
  #asked = null;

  /** `changed()` hears when times or numbers are to be written anew. */
  constructor(preferences, changed) {
    this.#preferences = preferences;
    this.#onChange = changed;
    this.#zone.addEventListener('change', () => this.#choose(this.#zone.value));
    by('exchange').addEventListener('change', () => this.#setExchange());
    by('separators').addEventListener('change', () => {
      preferences.choose('separators', by('separators').checked);
      changed();
    });
    preferences.listen(() => this.#refresh());
    this.#show();
  }

  /** The zone that the address names: `local`, `utc`, `exchange` or such as `Asia/Tokyo`; null where it names none. */
  ask(zone) {
    const known = zone === null || ZONES.includes(zone) || isZone(zone) ? zone : null;
    if (known === this.#asked) return;
    this.#asked = known;
    this.#refresh();
  }

  /** The zone as the address has it. */
  get asked() {
    return this.#asked;
  }

  #choose(zone) {
    this.#preferences.zone = zone;
    this.#asked = this.#asked === null ? null : zone;
    this.#refresh();
  }

  #setExchange() {
    const field = by('exchange');
    const isKnown = isZone(field.value);
    field.setCustomValidity(isKnown ? '' : 'There is no such zone');
    field.reportValidity();
    if (!isKnown) return;
    this.#preferences.exchange = field.value;
    this.#refresh();
  }

  #refresh() {
    this.#show();
    this.#onChange();
  }

  #show() {
    const { zone: kept, exchange } = this.#preferences;
    const isNamed = this.#asked !== null && !ZONES.includes(this.#asked);
    const choice = this.#asked === null ? kept : isNamed ? 'exchange' : this.#asked;
    const name = isNamed ? this.#asked : zoneName(choice, exchange);
    useZone(name);
    const options = ZONES.map((zone) => {
      const its = zone === choice ? name : zoneName(zone, exchange);
      return element('option', { value: zone, text: its === LABELS[zone] ? its : `${its} (${LABELS[zone]})` });
    });
    this.#zone.replaceChildren(...options);
    this.#zone.value = choice;
    if (document.activeElement !== by('exchange')) by('exchange').value = exchange;
    by('separators').checked = this.#preferences.is('separators');
    setText(this.#button.querySelector('span'), name);
    this.#button.setAttribute('aria-label', `Settings; times are in ${name}`);
    this.#button.title = `Times are in ${name}, ${zoneOffset()}. Settings.`;
  }
}
