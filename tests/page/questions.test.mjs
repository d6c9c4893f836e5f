import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AlertTimes } from '../../src/PanelActors/Http/Page/link/alert-times.js';
import { PanelSources } from '../../src/PanelActors/Http/Page/link/panel-sources.js';
import { Series } from '../../src/PanelActors/Http/Page/link/series.js';

// What is asked of the daemon, which answers everything.
function daemon(t) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const asked = [];
  t.mock.method(globalThis, 'fetch', async (address) => {
    asked.push(decodeURIComponent(new URL(address).pathname + new URL(address).search.replace(/&from.*/, '')).replace(/.*\/s\//, ''));
    return { ok: true, status: 200, headers: new Headers(), json: async () => ({ items: [], panel_push_meta: {} }) };
  });
  const pass = async (milliseconds) => {
    t.mock.timers.tick(milliseconds);
    for (let turn = 0; turn < 20; turn++) await null;
  };
  return { asked, pass };
}

test('a trend that is wanted while nothing may be read is asked for when it may be', async (t) => {
  const { asked, pass } = daemon(t);
  let isRead = true;
  const series = new Series('s', () => {}, () => isRead);
  series.want('p', 1);
  isRead = false;
  await pass(1000);
  series.want('q', { a: 1 });
  await series.chart('/p');
  await pass(1000);
  assert.deepEqual(asked, []);
  isRead = true;
  series.resume();
  await pass(1000);
  assert.deepEqual(asked, ['series?path=/p&path=/q/**']);
});

test('many trends are asked for in turn, each once', async (t) => {
  const { asked, pass } = daemon(t);
  const series = new Series('s', () => {}, () => true);
  for (let panel = 0; panel < 9; panel++) series.want(`p${panel}`, panel);
  for (let panel = 0; panel < 9; panel++) series.want(`p${panel}`, panel);
  for (let turn = 0; turn < 5; turn++) await pass(400);
  assert.deepEqual(asked.map((question) => question.split('path=').length - 1), [4, 4, 1]);
});

test('alerts and sources are not asked for while nothing may be read', async (t) => {
  const { asked, pass } = daemon(t);
  let isRead = true;
  const alerts = new AlertTimes('s', () => {}, () => isRead);
  const sources = new PanelSources('s', () => {}, () => isRead);
  alerts.refresh(true);
  isRead = false;
  await sources.refresh('a key');
  await pass(1000);
  assert.deepEqual(asked, []);
  isRead = true;
  alerts.refresh(true);
  await sources.refresh('a key');
  await pass(1000);
  assert.deepEqual(asked, ['snapshot', 'alerts']);
});
