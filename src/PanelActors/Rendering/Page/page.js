// Feed content and names reach the page as text only: textContent, never markup.
const rows = document.getElementById('stores');
const daemon = document.getElementById('daemon');

function cell(text) {
  const element = document.createElement('td');
  element.textContent = text ?? '';
  return element;
}

function healthCell(health) {
  const element = document.createElement('td');
  const badge = document.createElement('span');
  badge.className = 'health';
  badge.dataset.health = health;
  badge.textContent = health;
  element.append(badge);
  return element;
}

async function read(path) {
  const response = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(2500) });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

async function row(store) {
  const heartbeat = await read(`/api/stores/${encodeURIComponent(store.name)}/heartbeat`);
  const age = heartbeat.stale_seconds === null ? 'never' : `${heartbeat.stale_seconds.toFixed(1)} s`;
  const remarks = [store.need_full ? 'needs a baseline' : '', store.last_error ?? ''].filter(Boolean).join('; ');
  const element = document.createElement('tr');
  element.append(
    cell(store.name), healthCell(heartbeat.health), cell(age), cell(store.connection),
    cell(store.panels), cell(store.generation), cell(store.ui_generation), cell(remarks));
  return element;
}

async function refresh() {
  try {
    const stores = await read('/api/stores');
    rows.replaceChildren(...await Promise.all(stores.map(row)));
    daemon.textContent = 'live';
    document.body.classList.remove('lost');
  } catch {
    daemon.textContent = 'The daemon does not answer; what stands below is old.';
    document.body.classList.add('lost');
  }
  setTimeout(refresh, 1000);
}

refresh();
