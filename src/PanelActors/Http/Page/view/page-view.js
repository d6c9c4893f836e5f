// Everything that the page shows of one store: hands each part what concerns it.
import { storePath, at } from '../link/address.js';
import { now, timeOfDay } from '../link/clock.js';
import { Announcements, factsOf } from '../model/announcements.js';
import { ageText } from '../model/format.js';
import { START, isAbsent, phaseOf, summaryOf } from '../model/page-state.js';
import { situationOf } from '../model/situation.js';
import { emptyText, foundText } from '../model/tally.js';
import { ChangeBatch } from './change-batch.js';
import { by, setText, setTitle } from './dom.js';
import { HeaderView } from './header-view.js';
import { JsonDialog } from './json-dialog.js';
import { MembersView } from './members-view.js';
import { PanelGrid } from './panel-grid.js';
import { SeverityView } from './severity-view.js';

export class PageView {
  #header = new HeaderView();
  #members = new MembersView();
  #dialog = new JsonDialog();
  #severity;
  #grid;
  #picker;
  #changes = new ChangeBatch((change) => this.#draw(change));
  #announcements = new Announcements();
  #state = START;
  #session = null;

  constructor(preferences, picker) {
    this.#picker = picker;
    this.#severity = new SeverityView(preferences);
    this.#grid = new PanelGrid(by('panels'), preferences, {
      raw: (name) => this.#dialog.open(name, this.#session.state.panels.get(name)),
      changed: () => this.#showTally(),
    });
  }

  /** Shows another store. */
  open(session) {
    this.#session = session;
    this.#announcements = new Announcements();
    this.#members.clear();
    this.#grid.open(session.name);
    this.#grid.setSources(new Map());
    by('snapshot-link').href = at(storePath(session.name, 'snapshot'));
    this.change({ all: true, panels: new Set(), severity: true });
  }

  /** Shows, in the next frame, what an event changed. */
  change(change) {
    this.#changes.add(change);
  }

  /** Shows which member each panel comes from. */
  source(sources) {
    this.#grid.setSources(sources);
  }

  search(query) {
    this.#grid.search(query);
  }

  /** Shows a state of the page. */
  show(state) {
    const isNews = state.stores !== this.#state.stores || state.store !== this.#state.store;
    this.#state = state;
    if (isNews) {
      this.#picker.show(state);
      this.#members.show(summaryOf(state), state.askedAt);
      this.#showTally();
    }

    if (this.#session !== null) this.#header.showRelay(this.#session.link);
    this.tick();
  }

  /** Shows what changes with time alone. */
  tick() {
    const [time, state, session] = [now(), this.#state, this.#session];
    const [age, summary] = [session?.freshness.age(time) ?? null, summaryOf(state)];
    const lostFor = state.lostAt === null ? null : time - state.lostAt;
    const phase = phaseOf(state);
    const situation = situationOf({
      phase, store: state.store, health: session?.freshness.health(time) ?? 'init', age, lostFor, summary, clock: timeOfDay,
    });
    this.#header.showSituation(situation, session?.freshness.isUnknown ? 'unknown' : ageText(age));
    this.#header.showSummary(summary, phase === 'lost' ? timeOfDay(lostFor) : null);
    setTitle([situation.word === 'ok' ? null : situation.word, state.store, 'PanelActors']);
    this.#severity.tick(time);
    this.#members.tick(time);
    this.#grid.tidy(time);
    if (session === null) return;
    this.#header.showRate(session.rate, time);
    const news = this.#announcements.note(factsOf(session.name, situation.word, summary), time);
    if (news !== '') setText(by('announcement'), news);
  }

  #draw({ all, panels, severity }) {
    const { state } = this.#session;
    if (all || panels.size > 0) this.#grid.show(state.panels, all ? null : panels, now());
    if (all) this.#showTally();
    if (severity) this.#severity.show(state.severity, now());
    if (all) this.tick();
  }

  #showTally() {
    const { tally } = this.#grid;
    this.#header.showCount(tally.all);
    setText(by('found'), foundText(tally));
    const why = emptyText(tally, this.#session?.state.hasBaseline ?? false, isAbsent(this.#state));
    by('empty').hidden = why === '';
    setText(by('empty'), why);
  }
}
