// The page: puts its parts together, and lets time pass.
import { now } from './link/clock.js';
import { requestFull } from './link/api.js';
import { Preferences } from './link/preferences.js';
import { StoreList } from './link/store-list.js';
import { PageController } from './page-controller.js';
import { StoreSession } from './store-session.js';
import { by } from './view/dom.js';
import { PageView } from './view/page-view.js';
import { RequestButton } from './view/request-button.js';
import { SearchBox } from './view/search-box.js';
import { StorePicker } from './view/store-picker.js';
import { ThemeToggle } from './view/theme-toggle.js';

const TICK = 100;

const preferences = new Preferences();
const picker = new StorePicker((name) => { location.hash = `store=${encodeURIComponent(name)}`; });
const view = new PageView(preferences, picker);
const controller = new PageController(view, (name, listener) => new StoreSession(name, listener), now);
const nameFromAddress = () => controller.name(new URLSearchParams(location.hash.slice(1)).get('store'));

new ThemeToggle(preferences);
new SearchBox((query) => view.search(query));
new RequestButton(by('request'), by('answer'), async () => controller.state.store === null ? '' : requestFull(controller.state.store));
addEventListener('hashchange', nameFromAddress);
nameFromAddress();
new StoreList((stores, askedAt) => controller.list(stores, askedAt), () => controller.fail());
setInterval(() => view.tick(), TICK);
