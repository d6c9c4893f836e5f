// What the daemon's list says of a store.

/** The store of this name; undefined where there is none. The case of names does not matter. */
export function findStore(stores, name) {
  const wanted = name.toLowerCase();
  return stores.find((store) => store.name.toLowerCase() === wanted);
}

/** The name of the default store; null where none is marked. */
export function defaultOf(stores) {
  return stores.find((store) => store.default)?.name ?? null;
}

export function isComposite(summary) {
  return summary?.kind === 'composite';
}

/** The connection of a store's source: `open`, `connecting`, `waiting` or `stopped`. A composite counts as open: it has none. */
export function connectionOf(summary) {
  return summary.connection ?? 'open';
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
