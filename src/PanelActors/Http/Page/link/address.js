// Where the daemon answers. The page may stand below a path, behind a proxy that takes the path away.
const root = new URL('../../', import.meta.url);

/** The address of what the daemon has at `path`, such as `api/stores`. */
export function at(path) {
  return new URL(path, root).href;
}

/** The path of what the daemon has of a store, such as its `snapshot`. */
export function storePath(store, rest) {
  return `api/stores/${encodeURIComponent(store)}/${rest}`;
}

/** Names this daemon's things among all that the browser has of this origin: other paths may lead to other daemons. */
export const scope = root.pathname === '/' ? 'panelactors' : `panelactors:${root.pathname}`;
