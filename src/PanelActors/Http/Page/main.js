// The page: puts its parts together, and lets time pass.
import { now } from './link/clock.js';
import { Access } from './link/access.js';
import { requestFull } from './link/api.js';
import { Place } from './link/place.js';
import { Preferences } from './link/preferences.js';
import { StoreList } from './link/store-list.js';
import { PageController } from './page-controller.js';
import { StoreSession } from './store-session.js';
import { AccessView } from './view/access-view.js';
import { by } from './view/dom.js';
import { LoginView } from './view/login-view.js';
import { PageView } from './view/page-view.js';
import { RequestButton } from './view/request-button.js';
import { SearchBox } from './view/search-box.js';
import { SettingsView } from './view/settings-view.js';
import { StorePicker } from './view/store-picker.js';
import { ThemeToggle } from './view/theme-toggle.js';

const TICK = 100;

const preferences = new Preferences();
const place = new Place((address) => go(address));
const picker = new StorePicker((name) => place.go(name === null ? { view: 'overview' } : { store: name }));
const view = new PageView(preferences, picker, place, (name) => controller.name(name));
const settings = new SettingsView(preferences, () => rewrite());
const controller = new PageController(view, (name, listener) => new StoreSession(name, listener), now, () => access.check());
const login = new LoginView((key) => access.logIn(key));
const accessView = new AccessView(() => login.open(), () => access.logOut());
const access = new Access({ session: take, failed: begin, left: leave });
let list = null;

new ThemeToggle(preferences);
const search = new SearchBox((query) => {
  view.search(query);
  place.note({ search: query });
});
new RequestButton(by('request'), by('answer'), async () => controller.state.store === null ? '' : requestFull(controller.state.store));
setInterval(() => view.tick(), TICK);
matchMedia('print').addEventListener('change', () => view.print());
addEventListener('beforeprint', () => view.print());

// Another reader, or another right.
function take(session) {
  const [wasRead, wasBarred] = [controller.isRead, controller.isBarred];
  controller.access(session);
  accessView.show(session);
  login.show(session);
  begin();
  if (!wasRead && controller.isRead) list.poll();
  // A tab in the background does not ask by itself.
  if (!wasBarred && controller.isBarred) access.tellTabs();
}

function leave() {
  login.leave();
  controller.leave();
}

// Only once it is known who reads, or that the daemon does not say: what a stranger would be refused is not asked for.
function begin() {
  if (list !== null) return;
  list = new StoreList((stores, askedAt) => controller.list(stores, askedAt), refuse, () => controller.isRead,
    () => preferences.is('sound') || preferences.is('notify'));
  go(place.address);
}

function go(address) {
  if (list === null) return;
  settings.ask(address.zone);
  search.show(address.search);
  view.go(address);
  // A wall that rotates names its stores itself.
  if (address.view === null && (address.rotate === null || address.store !== null)) controller.name(address.store);
  else controller.unname();
}

function rewrite() {
  if (settings.asked !== place.address.zone) place.note({ zone: settings.asked });
  view.rewrite();
}

// Whether that was the daemon's doing, or access's, is what the daemon says.
function refuse(status, isLate) {
  if (status === 401 || status === 403) access.check();
  else controller.fail(isLate);
}
