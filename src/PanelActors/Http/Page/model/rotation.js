// A wall that shows one store after the other.

/** The store that comes after this one; the first where that is not there, null where there is none. */
export function nextStore(stores, name) {
  if (stores === null || stores.length === 0) return null;
  const index = stores.findIndex((store) => store.name === name);
  return stores[(index + 1) % stores.length].name;
}

/** What covers a wall; null where what it shows is live. `since` is a time of day. */
export function bannerOf(phase, since, duration) {
  if (phase === 'lost') return { title: 'NOT LIVE', text: `No daemon since ${since} (${duration})` };
  if (phase === 'barred') return { title: 'NOT LIVE', text: `Access ended at ${since} (${duration})` };
  return null;
}
