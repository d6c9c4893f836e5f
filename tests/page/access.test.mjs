import assert from 'node:assert/strict';
import { test } from 'node:test';
import { identityOf, isBarred, loginFault, loginText, may, offersOf } from '../../src/PanelActors/Http/Page/model/access.js';

const OPEN = { name: null, kind: 'open', by: null, may: ['read', 'control', 'metrics'], stores: ['*'], expires: null, can_log_in: false };
const STRANGER = { name: null, kind: 'anonymous', by: null, may: [], stores: ['*'], expires: null, can_log_in: true };
const GUEST = { ...STRANGER, may: ['read'], stores: ['public-*'] };
const DESK = { name: 'desk', kind: 'key', by: 'session', may: ['read'], stores: ['*'], expires: 1000, can_log_in: true };
const PROXIED = { ...DESK, by: 'header' };
const SCRAPER = { ...DESK, name: 'scrape', may: ['metrics'] };
const EDGE = { ...DESK, name: 'edge', kind: 'certificate', by: 'certificate', expires: null };

test('what is not known yet is left to the daemon', () => {
  assert.ok(may(null, 'control'));
  assert.ok(!isBarred(null));
});

test('nothing is shown to those that may not read', () => {
  assert.deepEqual([OPEN, STRANGER, GUEST, DESK, SCRAPER, EDGE].map(isBarred), [false, true, false, false, true, false]);
});

test('log in is offered where there are keys and no session, log out where there is one', () => {
  assert.deepEqual([null, OPEN, STRANGER, GUEST, DESK, EDGE, PROXIED].map(offersOf).map(({ logIn, logOut }) => `${logIn} ${logOut}`), [
    'false false', 'false false', 'true false', 'true false', 'false true', 'true false', 'false false']);
});

test('the login says what is missing', () => {
  assert.match(loginText(STRANGER, false), /to those that have a key/);
  assert.match(loginText(STRANGER, true), /session has ended/);
  assert.match(loginText(GUEST, false), /may allow more/);
  assert.match(loginText(SCRAPER, false), /scrape may not read panels/);
  assert.match(loginText(DESK, false), /You are desk now/);
  assert.match(loginText({ ...STRANGER, can_log_in: false }, false), /no keys to log in with/);
  assert.match(loginText({ ...PROXIED, may: [] }, false), /No login changes that/);
});

test('who the reader is has a name, and in full the rights, the stores and the end', () => {
  const clock = (seconds) => `at ${seconds}`;
  assert.equal(identityOf(null, clock), null);
  assert.equal(identityOf(GUEST, clock), null);
  assert.deepEqual(identityOf(DESK, clock), { name: 'desk', text: 'desk may read on all stores, until at 1000' });
  assert.equal(identityOf({ ...EDGE, may: [], stores: [] }, clock).text, 'edge may nothing on no store');
});

test('why a login did not work is said in words', () => {
  assert.equal(loginFault(401, 'x'), 'This key is not accepted.');
  assert.match(loginFault(429), /too many/);
  assert.match(loginFault(null), /does not answer/);
  assert.equal(loginFault(503, 'No session can begin.'), 'No session can begin.');
  assert.match(loginFault(500), /500/);
});
