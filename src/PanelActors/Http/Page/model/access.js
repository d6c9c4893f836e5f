// Who reads the page and what that allows, as `api/session` says; null while it has not said it yet.

/** Whether a reader may do something: `read`, `control`, `metrics`. What is not known yet is left to the daemon. */
export function may(session, right) {
  return session === null || session.may.includes(right);
}

/** Whether nothing may be shown to the reader. */
export function isBarred(session) {
  return !may(session, 'read');
}

/** Whether two answers allow the same; when they end does not matter. */
export function isSame(one, other) {
  return JSON.stringify({ ...one, expires: null }) === JSON.stringify({ ...other, expires: null });
}

/** Whether two answers are about the same reader. */
export function isSameReader(one, other) {
  return one.name === other.name && one.kind === other.kind;
}

/** Whether a login would change anything. What is added on the way here, by a proxy for example, counts before a session. */
export function canLogIn(session) {
  return session.can_log_in && session.by !== 'header';
}

/** What the login says: what is missing, and why. `wasIn` is whether the reader was logged in before. */
export function loginText(session, wasIn) {
  if (session.by === 'header') {
    return `What is shown to the daemon on the way here is the credential ${session.name}, which may not read panels. `
      + 'No login changes that.';
  }

  if (!session.can_log_in) {
    return 'This daemon has no keys to log in with. It shows panels to those that have a certificate, or a token in a header; '
      + 'its operator can add a key.';
  }

  if (session.name !== null && isBarred(session)) return `The credential ${session.name} may not read panels. Log in with a key that may.`;
  if (session.name !== null) return `You are ${session.name} now. A key with other rights replaces it.`;
  if (wasIn) return 'Your session has ended. Log in again, and the page goes on where it was.';
  return isBarred(session) ? 'This daemon shows its panels to those that have a key.' : 'A key may allow more than what is shown without one.';
}

/** Whether the page offers to log in, and to log out. */
export function offersOf(session) {
  return {
    logIn: session !== null && canLogIn(session) && session.by !== 'session',
    logOut: session !== null && session.by === 'session',
  };
}

/** Who the reader is, in short and in full; null where there is nothing to say. `clock(seconds)` writes a time of day. */
export function identityOf(session, clock) {
  if (session === null || session.name === null) return null;
  const until = session.expires === null ? '' : `, until ${clock(session.expires)}`;
  const rights = session.may.length === 0 ? 'nothing' : session.may.join(', ');
  const stores = session.stores.includes('*') ? 'all stores' : session.stores.join(', ') || 'no store';
  return { name: session.name, text: `${session.name} may ${rights} on ${stores}${until}` };
}

/** Why a login did not work, by the status of its answer; null for no answer at all. `detail` is what the daemon says. */
export function loginFault(status, detail) {
  switch (status) {
    case null: return 'The daemon does not answer. Try again in a moment.';
    case 401: return 'This key is not accepted.';
    case 429: return 'There were too many requests from here. Try again in a moment.';
    default: return detail ?? `The daemon answered with ${status}.`;
  }
}
