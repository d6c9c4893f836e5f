// Who the reader is, and only what the reader may.
import { timeOfDayAt } from '../link/clock.js';
import { identityOf, may, offersOf } from '../model/access.js';
import { safeText } from '../model/safe-text.js';
import { by, setText } from './dom.js';

export class AccessView {
  /** `logIn()` and `logOut()` are what the buttons do; the second answers with whether it worked. */
  constructor(logIn, logOut) {
    by('log-in').addEventListener('click', logIn);
    by('log-out').addEventListener('click', async () => {
      // A reader who walks away has to know that the session goes on.
      setText(by('log-out'), await logOut() ? 'Log out' : 'Still logged in. Log out again');
    });
  }

  show(session) {
    const identity = identityOf(session, timeOfDayAt);
    const offers = offersOf(session);
    by('who').hidden = identity === null;
    setText(by('who'), identity?.name ?? '');
    by('who').title = safeText(identity?.text ?? '');
    by('log-in').hidden = !offers.logIn;
    by('log-out').hidden = !offers.logOut;
    by('log-out').title = safeText(identity?.text ?? '');
    by('request').hidden = !may(session, 'control');
    by('metrics-link').hidden = !may(session, 'metrics');
    for (const id of ['snapshot-link', 'stores-link']) by(id).hidden = !may(session, 'read');
    by('openapi-link').hidden = session !== null && session.may.length === 0;
  }
}
