import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Announcements, factsOf } from '../../src/PanelActors/Http/Page/model/announcements.js';
import { EventRate } from '../../src/PanelActors/Http/Page/model/event-rate.js';
import { Freshness } from '../../src/PanelActors/Http/Page/model/freshness.js';
import { Lag } from '../../src/PanelActors/Http/Page/model/lag.js';

const beatOf = (health, stale_seconds) => ({ health, stale_seconds, warn_after: 10, stale_after: 30 });

test('the health is never better than the age nor than what the daemon said', () => {
  const fresh = new Freshness();
  const seen = [fresh.health(0)];
  fresh.heartbeat(beatOf('ok', 1), 0, 100);
  for (const now of [100, 108.9, 109, 128.9, 129]) seen.push(fresh.health(now));
  fresh.event(0, 200);
  seen.push(fresh.health(200));
  fresh.heartbeat(beatOf('stale', 2), 0, 201);
  seen.push(fresh.health(201));
  fresh.heartbeat(beatOf('ok', 2), 9, 202);
  seen.push(`${fresh.health(202)} ${fresh.age(202)}`);
  fresh.event(40, 203);
  seen.push(fresh.health(203));
  const copy = new Freshness();
  copy.import(fresh.export(203), 1, 500);
  seen.push(`${copy.health(500)} ${copy.age(500)}`);
  fresh.heartbeat(beatOf('init', null), 0, 204);
  seen.push(fresh.health(204));
  fresh.heartbeat(beatOf('stale', null), 0, 205);
  seen.push(fresh.health(205));
  assert.deepEqual(seen, ['init', 'ok', 'ok', 'warn', 'warn', 'stale', 'ok', 'stale', 'warn 11', 'stale', 'stale 41', 'init', 'stale']);
});

test('where the age is unknown no event makes it young', () => {
  const fresh = new Freshness();
  const seen = [];
  const see = (now) => seen.push(`${fresh.health(now)} ${fresh.age(now)} ${fresh.isUnknown}`);
  fresh.event(null, 0);
  see(0);
  fresh.heartbeat(beatOf('stale', null), 0, 1);
  fresh.event(0, 2);
  see(2);
  const copy = new Freshness();
  copy.import(fresh.export(2), 0, 100);
  copy.event(0, 101);
  seen.push(`${copy.health(101)} ${copy.age(101)} ${copy.isUnknown}`);
  fresh.heartbeat(beatOf('ok', 1), 0, 3);
  fresh.event(null, 7);
  see(7);
  fresh.heartbeat(beatOf('warn', 12), 0, 8);
  fresh.event(0, 9);
  see(9);
  assert.deepEqual(seen, ['init null false', 'stale null true', 'stale null true', 'ok 5 false', 'warn 0 false']);
});

test('delay is what the fastest event did not need', () => {
  const lag = new Lag();
  // Sent by a clock that is ahead by a million seconds and is set back by an hour, then by one that runs on.
  const sent = [
    [1000000, 5], [1000001, 6], [1000002, 27], [1000020, 28], [1000030, 35], [996440, 45], [996441, 48], [996842, 447], [997244, 849],
  ];
  assert.deepEqual(sent.map(([at, now]) => Math.round(lag.of(at, now) * 1000) / 1000), [0, 0, 20, 3, 0, 0, 2, 0, 0]);
  assert.equal(lag.of(undefined, 900), 0);
});

test('the rate counts what came lately', () => {
  const rate = new EventRate(4, 3);
  assert.equal(rate.perSecond(100), 0);
  for (let i = 0; i < 20; i++) rate.add(100 + i / 10);
  assert.equal(rate.perSecond(102), 10);
  assert.deepEqual(rate.series(103), [0, 0, 20 / 3, 0]);
  assert.equal(rate.perSecond(1000), 0);
});

test('only changes that last are announced and never an age', () => {
  const news = new Announcements();
  const said = [];
  const well = { connection: 'open', need_full: false };
  const note = (now, word, summary = well) => {
    const text = news.note(factsOf('feed', word, summary), now);
    if (text !== '') said.push(`${now}: ${text}`);
  };
  for (let now = 0; now < 10; now += 0.5) note(now, now < 1 ? 'init' : 'ok');
  // Back and forth, faster than a sentence is spoken.
  for (let now = 10; now < 20; now += 0.5) note(now, now % 2 < 1 ? 'warn' : 'ok');
  for (let now = 20; now < 30; now += 0.5) {
    const connection = now % 2 < 1 ? 'connecting' : 'waiting';
    note(now, 'stale', { connection, need_full: now >= 24, need_full_reason: `r${Math.floor(now)}` });
  }

  for (let now = 30; now < 40; now += 0.5) note(now, 'lost');
  for (let now = 40; now < 50; now += 0.5) note(now, 'ok');
  assert.deepEqual(said, [
    '22: feed is stale. Its source is not connected.', '26: It needs a baseline: r26.', '32: The daemon cannot be reached.',
    '42: feed is live. Its source is connected. Its baseline is complete.',
  ]);
});
