// The page: puts its parts together, and lets time pass.
import { at } from './link/address.js';
import { now, timeOfDay } from './link/clock.js';
import { CompositeMeta } from './link/composite-meta.js';
import { defaultStore } from './link/default-store.js';
import { requestFull } from './link/full-request.js';
import { Preferences } from './link/preferences.js';
import { StoreList } from './link/store-list.js';
import { Announcements, factsOf } from './model/announcements.js';
import { safeText } from './model/safe-text.js';
import { situationOf } from './model/situation.js';
import { StoreSession } from './store-session.js';
import { HeaderView } from './view/header-view.js';
import { JsonDialog } from './view/json-dialog.js';
import { MembersView } from './view/members-view.js';
import { PanelGrid } from './view/panel-grid.js';
import { SearchBox } from './view/search-box.js';
import { SeverityView } from './view/severity-view.js';
import { StorePicker } from './view/store-picker.js';
import { ThemeToggle } from './view/theme-toggle.js';
import { ageText, setText } from './view/dom.js';

const TICK = 100;
const ANSWER_STAYS = 20_000;
const by = (id) => document.getElementById(id);

const preferences = new Preferences();
const header = new HeaderView();
const severity = new SeverityView(preferences);
const members = new MembersView();
const dialog = new JsonDialog();
const grid = new PanelGrid(by('panels'), preferences, {
  raw: (name) => dialog.open(name, session.state.panels.get(name)),
  changed: () => showTally(),
});
const picker = new StorePicker((name) => { location.hash = `store=${encodeURIComponent(name)}`; });
new ThemeToggle(preferences);
new SearchBox((query) => grid.search(query));

let session = null;
let announcements = new Announcements();
let meta = null;
let stores = null;
let lostAt = null;
let pending = null;
let answerTimer = null;

// What changed since the last frame is drawn in the next one, however many events it took.
function change({ all, panels, severity: isGraver }) {
  if (pending === null) {
    pending = { all: false, panels: new Set(), severity: false };
    requestAnimationFrame(draw);
  }

  pending.all ||= all;
  pending.severity ||= isGraver;
  for (const name of panels) pending.panels.add(name);
}

function draw() {
  const drawn = pending;
  pending = null;
  if (session === null) return;
  if (drawn.all || drawn.panels.size > 0) grid.show(session.state.panels, drawn.all ? null : drawn.panels, now());
  if (drawn.all) showTally();
  if (drawn.severity) severity.show(session.state.severity);
  if (drawn.all) tick();
}

function summary() {
  return stores?.find(({ name }) => name.toLowerCase() === session?.name.toLowerCase());
}

function isListed() {
  return session === null || stores === null || summary() !== undefined;
}

function tick() {
  const time = now();
  const lostFor = lostAt === null ? null : time - lostAt;
  const age = session?.freshness.age(time) ?? null;
  const situation = situationOf({
    store: session?.name ?? null,
    isOpen: session?.link.isOpen ?? false,
    health: session?.freshness.health(time) ?? 'init',
    age,
    daemonLostSince: lostFor,
    known: isListed(),
    wasKnown: session?.wasListed ?? false,
    summary: summary(),
    clock: timeOfDay,
  });
  header.showSituation(situation, session?.freshness.isUnknown ? 'unknown' : ageText(age));
  header.showSummary(summary(), lostFor === null ? null : timeOfDay(lostFor));
  showTitle(situation.word);
  announce(situation.word, time);
  if (session !== null) header.showRate(session.rate, time);
  severity.tick();
  members.tick(time);
  grid.tidy(time);
}

function announce(word, time) {
  if (session === null) return;
  const news = announcements.note(factsOf(session.name, word, summary()), time);
  if (news !== '') setText(by('announcement'), news);
}

// So that a tab in the background tells too how it is.
function showTitle(word) {
  const title = `${word === 'ok' ? '' : `${word} · `}${session === null ? '' : `${session.name} · `}PanelActors`;
  const safe = safeText(title);
  if (document.title !== safe) document.title = safe;
}

function showTally() {
  const { all, drawn, shown, searched } = grid.tally;
  header.showCount(all);
  const cut = all > drawn ? `${all - drawn} more are not drawn. ` : '';
  setText(by('found'), cut + (searched ? `${shown} of ${drawn} match` : ''));
  const why = shown > 0 ? '' : whyEmpty(searched);
  by('empty').hidden = why === '';
  setText(by('empty'), why);
}

function whyEmpty(searched) {
  if (searched) return 'No panel and no key has these words.';
  if (session?.state.hasBaseline) return 'The baseline is empty: it has no panels.';
  // That there is no such store is said above.
  return isListed() ? 'No panels yet.' : '';
}

function noteLink() {
  header.showRelay(session.link);
  judgeDaemon();
}

// The daemon is lost when it does not answer a poll, or when the relay that was open no longer is.
let pollFails = false;
let wasOpen = false;
function judgeDaemon() {
  wasOpen ||= session?.link.isOpen ?? false;
  const isLost = pollFails || (wasOpen && !session.link.isOpen && summary() !== undefined);
  if (!isLost) lostAt = null;
  else lostAt ??= now();
  tick();
}

function open(name) {
  session?.close();
  meta?.close();
  meta = null;
  wasOpen = false;
  members.clear();
  grid.open(name);
  grid.setSources(new Map());
  session = new StoreSession(name, change, noteLink);
  announcements = new Announcements();
  by('snapshot-link').href = at(`api/stores/${encodeURIComponent(name)}/snapshot`);
  change({ all: true, panels: new Set(), severity: true });
  showStores();
}

function showStores() {
  const about = summary();
  if (about !== undefined) session.wasListed = true;
  picker.show(stores ?? [], session?.name ?? null, session?.wasListed ?? false);
  showTally();
  if (about?.kind === 'composite' && meta === null) {
    meta = new CompositeMeta(session.name, (found, at) => {
      members.show(found, at);
      grid.setSources(new Map(Object.entries(found.panel_sources ?? {})));
    });
  }
}

const named = () => new URLSearchParams(location.hash.slice(1)).get('store');

async function openNamed() {
  try {
    const name = named() ?? await defaultStore();
    if (name !== session?.name) open(name);
  } catch (error) {
    console.warn('The default store is not known yet.', error);
    setTimeout(openNamed, 1000);
  }
}

new StoreList(
  (list) => {
    stores = list;
    pollFails = false;
    showStores();
    judgeDaemon();
  },
  () => {
    pollFails = true;
    judgeDaemon();
  });

by('request').addEventListener('click', async () => {
  if (session === null) return;
  by('request').disabled = true;
  setText(by('answer'), '');
  const { text } = await requestFull(session.name);
  setText(by('answer'), text);
  by('request').disabled = false;
  clearTimeout(answerTimer);
  answerTimer = setTimeout(() => setText(by('answer'), ''), ANSWER_STAYS);
});

addEventListener('hashchange', openNamed);
setInterval(tick, TICK);
openNamed();
