// What the daemon's list says of a store.

/** The store of this name; undefined where there is none. The case of names does not matter. */
export function findStore(stores, name) {
  const wanted = name.toLowerCase();
  return stores.find((store) => store.name.toLowerCase() === wanted);
}

export function isComposite(summary) {
  return summary?.kind === 'composite';
}

/** The connection of a store's source: `open`, `connecting`, `waiting` or `stopped`. A composite counts as open: it has none. */
export function connectionOf(summary) {
  return summary.connection ?? 'open';
}

/** That a store shows a replay of a recording, and of when, in words; empty where it does not. */
export function replayText(summary) {
  const replay = summary?.replay ?? null;
  if (replay === null) return '';
  const at = new Date(replay.at * 1000);
  const moment = typeof replay.at === 'number' && !Number.isNaN(at.getTime())
    ? ` of about ${at.toISOString().slice(0, 19).replace('T', ' ')} UTC` : '';
  return `A replay${moment}, not live.`;
}

/** Why a baseline is needed; null where none is. */
export function needOf(summary) {
  return summary.need_full ? summary.need_full_reason ?? 'reason unknown' : null;
}

/**
 * A text that changes whenever panels of a composite may come from other members than before: with its panels, the member that stands
 * for all, and what its members have.
 */
export function sourcesKey(summary, stores, panelNames) {
  const members = (summary.members ?? []).map(({ name, health }) => {
    const member = findStore(stores, name);
    return [name, health, member?.panels, member?.generation];
  });
  return JSON.stringify([summary.active_member, members, [...panelNames].sort()]);
}

/** The kinds of critical alerts of a store. Those of a composite are its members', which are listed too. */
export function criticalsOf(store, stores) {
  return isListedByMembers(store, stores) ? [] : store.critical_alerts ?? [];
}

/** Whether a store is stale, and that is not said already of a member of it. */
export function isStaleItself(store, stores) {
  return store.health === 'stale' && !(store.members ?? []).some(({ name }) => findStore(stores, name)?.health === 'stale');
}

function isListedByMembers({ members }, stores) {
  return (members ?? []).length > 0 && members.every(({ name }) => findStore(stores, name) !== undefined);
}
