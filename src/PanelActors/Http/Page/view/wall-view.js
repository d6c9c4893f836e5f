// A page for a wall: large, without controls, one store after the other where that is asked for, and covered when it is not live.
import { daemonNow, timeOfDay, timeOfDayAt, zoneInUse } from '../link/clock.js';
import { durationText } from '../model/format.js';
import { phaseOf } from '../model/page-state.js';
import { bannerOf, nextStore } from '../model/rotation.js';
import { by, setText } from './dom.js';

const INERT = ['top', 'stores-view', 'history-view', 'store-view'];

export class WallView {
  #isWall = false;
  #seconds = null;
  #changedAt = null;
  #onRotate;

  /** `onRotate(name)` hears which store comes next. */
  constructor(onRotate) {
    this.#onRotate = onRotate;
  }

  /** The reader went elsewhere. */
  go({ wall, rotate, view, store }) {
    this.#isWall = wall;
    this.#seconds = view === null && store === null ? rotate : null;
    this.#changedAt = null;
    if (wall) document.documentElement.dataset.wall = 'true';
    else delete document.documentElement.dataset.wall;
    for (const id of INERT) by(id).inert = wall;
    by('wall').hidden = !wall;
  }

  tick(time, state, view) {
    if (this.#seconds !== null) this.#rotate(time, state);
    if (!this.#isWall) return;
    setText(by('wall-name'), view === 'store' ? state.store ?? '' : view === 'timeline' ? 'Timeline' : 'All stores');
    setText(by('wall-clock'), timeOfDayAt(daemonNow()));
    setText(by('wall-zone'), zoneInUse());
    const lostFor = state.lostAt === null ? 0 : time - state.lostAt;
    const banner = bannerOf(phaseOf(state), timeOfDay(lostFor), durationText(lostFor));
    by('wall-banner').hidden = banner === null;
    if (banner === null) return;
    setText(by('wall-title'), banner.title);
    setText(by('wall-text'), banner.text);
  }

  #rotate(time, state) {
    if (this.#changedAt !== null && time - this.#changedAt < this.#seconds) return;
    const name = nextStore(state.stores, state.store);
    if (name === null) return;
    this.#changedAt = time;
    // Not while the state that is shown is being made.
    queueMicrotask(() => this.#onRotate(name));
  }
}
