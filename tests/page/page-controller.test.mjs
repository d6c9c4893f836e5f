import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PageController } from '../../src/PanelActors/Http/Page/page-controller.js';
import { phaseOf } from '../../src/PanelActors/Http/Page/model/page-state.js';

const FEED = { name: 'feed', kind: 'source', default: true };
const BOTH = { name: 'both', kind: 'composite', default: false };

const READER = { name: 'desk', kind: 'key', may: ['read'] };
const STRANGER = { name: null, kind: 'anonymous', may: [] };

function page() {
  const [said, sessions] = [[], []];
  const view = {
    open: ({ name }) => said.push(`open ${name}`),
    close: () => said.push('none'),
    leave: () => said.push('left'),
    arrive: () => said.push('arrived'),
    change: (change) => said.push(`change ${change}`),
    source: (sources) => said.push(`source ${sources}`),
    show: (state) => said.push(phaseOf(state)),
  };
  const openSession = (name, listener) => {
    const session = {
      name, listener, listed: [], pause: () => said.push(`pause ${name}`), resume: () => said.push(`resume ${name}`),
      isHeard: () => session.heard === true,
      close: () => said.push(`close ${name}`), list: (summary) => session.listed.push(summary),
    };
    sessions.push(session);
    return session;
  };
  const controller = new PageController(view, openSession, () => 1, () => said.push('refused'));
  return { controller, sessions, said: () => said.splice(0) };
}

test('a store is opened once, and closed before the next one', () => {
  const { controller, said } = page();
  controller.name(null);
  controller.list([FEED], 0);
  controller.list([FEED, BOTH], 1);
  assert.deepEqual(said(), ['choosing', 'open feed', 'resume feed', 'opening', 'opening']);
  controller.name('both');
  assert.deepEqual(said(), ['close feed', 'open both', 'resume both', 'opening']);
  assert.equal(controller.state.store, 'both');
});

test('no store is followed while all of them are shown', () => {
  const { controller, sessions, said } = page();
  controller.name('feed');
  controller.list([FEED, BOTH], 0);
  said();
  controller.unname();
  controller.list([FEED, BOTH], 1);
  sessions[0].listener.changed('late');
  assert.deepEqual(said(), ['close feed', 'none', 'choosing', 'choosing']);
  controller.leave();
  controller.access(READER);
  controller.name('both');
  assert.equal(said().at(-2), 'resume both');
});

test('a session hears what the daemon lists of its store, and nothing where that is nothing', () => {
  const { controller, sessions } = page();
  controller.name('both');
  controller.list([FEED, BOTH], 0);
  controller.list([FEED], 1);
  assert.deepEqual(sessions[0].listed, [BOTH]);
});

test('what a session hears is shown while it is the current one', () => {
  const { controller, sessions, said } = page();
  controller.name('feed');
  controller.list([FEED], 0);
  const [first] = sessions;
  said();
  first.listener.linked({ isOpen: true });
  first.listener.changed('all');
  first.listener.sourced('map');
  assert.deepEqual(said(), ['following', 'change all', 'source map']);
  controller.name('other');
  said();
  first.listener.linked({ isOpen: false });
  first.listener.changed('all');
  assert.deepEqual(said(), []);
});

test('a daemon that does not answer is shown as lost', () => {
  const { controller, said } = page();
  controller.name('feed');
  controller.fail();
  controller.list([FEED], 0);
  assert.deepEqual(said(), ['open feed', 'resume feed', 'opening', 'lost', 'opening']);
});

test('a session that speaks while it is being made is not yet heard', () => {
  const said = [];
  const view = { open() {}, leave() {}, arrive() {}, change: () => said.push('change'), source() {}, show() {} };
  const openSession = (name, listener) => {
    listener.changed('all');
    return { name, close() {}, list() {}, resume() {} };
  };
  new PageController(view, openSession, () => 1).name('feed');
  assert.deepEqual(said, []);
});

test('a store is not followed while nothing may be shown, and its view stays', () => {
  const [reader, stranger] = [READER, STRANGER];
  const { controller, sessions, said } = page();
  controller.name('feed');
  controller.list([FEED], 0);
  sessions[0].listener.linked({ isOpen: true });
  controller.access(reader);
  said();
  controller.access(stranger);
  assert.deepEqual(said(), ['barred', 'pause feed']);
  assert.ok(controller.isBarred);
  controller.name('both');
  assert.deepEqual(said(), ['close feed', 'open both', 'barred']);
  controller.access(reader);
  assert.deepEqual(said().at(-1), 'resume both');
  controller.access({ ...reader, expires: 7 });
  assert.ok(!said().includes('resume both'));
  controller.access({ ...reader, may: ['read', 'control'] });
  assert.equal(said().at(-1), 'resume both');
});

test('that something may have been refused is heard of the current session alone', () => {
  const { controller, sessions, said } = page();
  controller.name('feed');
  controller.name('both');
  said();
  sessions[0].listener.refused();
  assert.deepEqual(said(), []);
  sessions[1].listener.refused();
  assert.deepEqual(said(), ['refused']);
});

test('what was shown to one reader is not shown to the next one, nor after a log-out', () => {
  const { controller, said } = page();
  controller.access(READER);
  controller.name('feed');
  controller.list([FEED], 0);
  controller.access(STRANGER);
  said();
  controller.access({ ...READER, name: 'other' });
  assert.deepEqual(said(), ['opening', 'left', 'opening', 'close feed', 'open feed', 'opening', 'resume feed', 'arrived']);
  assert.equal(controller.state.stores, null);
  controller.leave();
  assert.deepEqual(said(), ['left', 'opening', 'close feed', 'open feed', 'opening']);
  controller.access(STRANGER);
  assert.ok(!said().includes('resume feed'));
  controller.access(READER);
  assert.deepEqual(said().slice(-2), ['resume feed', 'arrived']);
});

test('a daemon that is only late is not lost while its events come', () => {
  const { controller, sessions } = page();
  controller.name('feed');
  controller.list([FEED], 0);
  sessions[0].listener.linked({ isOpen: true });
  sessions[0].heard = true;
  controller.fail(true);
  assert.equal(phaseOf(controller.state), 'following');
  controller.fail(false);
  assert.equal(phaseOf(controller.state), 'lost');
  controller.list([FEED], 0);
  sessions[0].heard = false;
  controller.fail(true);
  assert.equal(phaseOf(controller.state), 'lost');
});
