// Everything that the page shows: hands each part what concerns it.
import { storePath, at } from '../link/address.js';
import { dayAt, daemonNow, now, timeOfDay, timeOfDayAt, zoneInUse } from '../link/clock.js';
import { Announcements, factsOf, factsOfAll } from '../model/announcements.js';
import { ageText } from '../model/format.js';
import { overviewSituation } from '../model/overview.js';
import { START, isAbsent, phaseOf, summaryOf } from '../model/page-state.js';
import { situationOf } from '../model/situation.js';
import { emptyText, foundText } from '../model/tally.js';
import { Sorts } from '../model/rows.js';
import { NOWHERE, viewOf } from '../model/view-address.js';
import { AlarmView } from './alarm-view.js';
import { ChangeBatch } from './change-batch.js';
import { ChartView } from './chart-view.js';
import { by, setText, setTitle } from './dom.js';
import { HeaderView } from './header-view.js';
import { JsonDialog } from './json-dialog.js';
import { MembersView } from './members-view.js';
import { OverviewView } from './overview-view.js';
import { PanelGrid } from './panel-grid.js';
import { SeverityView } from './severity-view.js';
import { TrendPainter } from './trend-painter.js';
import { TimelineView } from './timeline-view.js';
import { ViewSwitch } from './view-switch.js';
import { WallView } from './wall-view.js';

export class PageView {
  #header = new HeaderView();
  #members = new MembersView();
  #dialog = new JsonDialog();
  #chart;
  #trends = new TrendPainter((path, button) => this.#chart.toggle(path, button));
  #sorts;
  #wall;
  #alarm;
  #switch;
  #overview;
  #timeline;
  #severity;
  #grid;
  #picker;
  #changes = new ChangeBatch((change) => this.#draw(change));
  #announcements = new Announcements();
  #state = START;
  #address = NOWHERE;
  #session = null;
  #isLeft = false;
  #reads = false;

  /** `onRotate(name)` hears which store a wall shows next. */
  constructor(preferences, picker, place, onRotate) {
    this.#wall = new WallView(onRotate);
    this.#alarm = new AlarmView(preferences);
    this.#picker = picker;
    this.#switch = new ViewSwitch(place);
    this.#overview = new OverviewView((name) => place.to({ store: name }));
    this.#timeline = new TimelineView(place, preferences, (name, value) => this.#dialog.open(name, value));
    const separates = () => preferences.is('separators');
    this.#chart = new ChartView({ changed: (paths) => this.#trends.chart(paths), separates });
    this.#sorts = new Sorts((sorts) => place.note({ sorts }));
    this.#severity = new SeverityView(preferences, (hidden) => place.note({ hidden }));
    this.#grid = new PanelGrid(by('panels'), preferences, {
      raw: (name) => this.#dialog.open(name, this.#session.state.panels.get(name)),
      changed: () => this.#showTally(),
      seen: (name, value) => this.#session?.series.want(name, value),
    }, { trends: this.#trends, sorts: this.#sorts, separates });
  }

  /** Which of its views the page shows now: `overview`, `timeline` or `store`. */
  get view() {
    return viewOf(this.#address, this.#state);
  }

  /** It is printed: on paper stands when, since nothing there goes on. */
  print() {
    setText(by('printed'), `${this.view === 'store' ? this.#state.store ?? '' : this.view}, printed ${dayAt(daemonNow())}, `
      + `${timeOfDayAt(daemonNow())} ${zoneInUse()}. ${by('situation').textContent}`);
  }

  /** The reader went elsewhere. */
  go(address) {
    this.#address = address;
    this.#sorts.read(address.sorts);
    if (address.hidden !== null) this.#severity.hide(address.hidden);
    this.#wall.go(address);
    this.show(this.#state);
    if (this.#reads) this.#timeline.open(address);
  }

  /** Shows another store. */
  open(session) {
    this.#session = session;
    this.#trends.show(session.trends);
    this.#chart.show(session);
    this.#announcements = new Announcements();
    this.#members.clear();
    this.#grid.open(session.name);
    this.#grid.setSources(new Map());
    by('snapshot-link').href = at(storePath(session.name, 'snapshot'));
    this.change({ all: true, panels: new Set(), severity: true });
  }

  /** Shows no store any more. */
  close() {
    this.#session = null;
    this.#trends.show(null);
    this.#chart.show(null);
    this.#announcements = new Announcements();
    this.#members.clear();
    this.#grid.open('');
  }

  /** The reader has left: what is not the state of the page is forgotten too. */
  leave() {
    [this.#isLeft, this.#reads] = [true, false];
    this.#timeline.clear();
    this.#alarm.clear();
    this.#dialog.clear();
  }

  /** There is a reader, to whom nothing was shown yet. */
  arrive() {
    this.#isLeft = false;
    this.show(this.#state);
  }

  /** Shows, in the next frame, what an event changed. */
  change(change) {
    this.#changes.add(change);
  }

  /** Shows which member each panel comes from. */
  source(sources) {
    this.#grid.setSources(sources);
  }

  /** More is known of how these numbers went. */
  trend(paths) {
    this.#trends.note(paths);
  }

  search(query) {
    this.#grid.search(query);
  }

  /** Writes all times and numbers anew. */
  rewrite() {
    if (this.view === 'timeline') this.#timeline.rewrite();
    this.tick();
    if (this.#session === null) return;
    this.#grid.open(this.#session.name);
    this.#trends.show(this.#session.trends);
    this.change({ all: true, panels: new Set(), severity: true });
  }

  /** Shows a state of the page. */
  show(state) {
    const isNews = state.stores !== this.#state.stores || state.store !== this.#state.store;
    this.#state = state;
    this.#switch.show(this.view, state.store);
    this.#picker.show(state);
    if (isNews) {
      this.#timeline.list(state.stores);
      this.#members.show(summaryOf(state), state.askedAt);
      this.#showTally();
    }

    this.#read();
    if (this.view === 'overview') this.#overview.show(state.stores, state.askedAt, this.#isLive);
    if (this.#session !== null) this.#header.showRelay(this.#session.link);
    this.tick();
  }

  /** Shows what changes with time alone. */
  tick() {
    const [time, state] = [now(), this.#state];
    const lostFor = state.lostAt === null ? null : time - state.lostAt;
    if (this.view === 'store') this.#tickStore(time, lostFor);
    else this.#tickAll(time, lostFor);
    this.#wall.tick(time, state, this.view);
    this.#alarm.tick(time, state, (store, type) => store === state.store ? this.#session?.state.severity.reasonsOf(type) ?? [] : []);
  }

  // The history is asked for while it is looked at, by those that may.
  #read() {
    const reads = this.view === 'timeline' && !this.#isLeft && phaseOf(this.#state) !== 'barred';
    if (reads === this.#reads) return;
    this.#reads = reads;
    if (reads) this.#timeline.open(this.#address);
    else this.#timeline.close();
  }

  get #isLive() {
    return !['lost', 'barred'].includes(phaseOf(this.#state));
  }

  #tickAll(time, lostFor) {
    const situation = overviewSituation({ phase: phaseOf(this.#state), stores: this.#state.stores, lostFor, clock: timeOfDay });
    this.#header.showSituation(situation, '');
    setTitle([this.#timeline.title, situation.word === 'ok' ? null : situation.word, this.view, 'PanelActors']);
    if (this.view === 'overview') this.#overview.tick(this.#isLive);
    this.#announce(factsOfAll(situation), time);
  }

  #tickStore(time, lostFor) {
    const [state, session] = [this.#state, this.#session];
    const [age, summary, phase] = [session?.freshness.age(time) ?? null, summaryOf(state), phaseOf(state)];
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
    session.tick();
    this.#trends.tick(time);
    this.#chart.tick(time);
    this.#header.showRate(session.rate, time);
    this.#announce(factsOf(session.name, situation.word, summary), time);
  }

  #announce(facts, time) {
    const news = this.#announcements.note(facts, time);
    if (news !== '') setText(by('announcement'), news);
  }

  #draw({ all, panels, severity }) {
    if (this.#session === null) return;
    const { state } = this.#session;
    if (all || panels.size > 0) this.#grid.show(state.panels, all ? null : panels, now());
    if (all) this.#showTally();
    if (severity) this.#severity.show(state.severity, now(), this.#session.alerts);
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
