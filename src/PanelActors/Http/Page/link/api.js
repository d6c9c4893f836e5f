// Calls of the daemon's API.
import { at, storePath } from './address.js';

const PATIENCE = 5000;

/** Fetches what the daemon has at `path`; fails where there is no answer within `patience` milliseconds, or
 *  not one of 200 or 304, with its `status` and the `response`. */
export async function get(path, { headers = {}, patience = PATIENCE } = {}) {
  const response = await fetch(at(path), { cache: 'no-store', headers, signal: AbortSignal.timeout(patience) });
  if (!response.ok && response.status !== 304)
    throw Object.assign(new Error(`${path}: ${response.status}`), { status: response.status, response });
  return response;
}

/** Asks for a new baseline; answers with a sentence that says what became of it. */
export async function requestFull(store) {
  try {
    const response = await fetch(at(storePath(store, 'request-full')), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ reason: 'operator' }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.ok) return 'A new baseline was asked for.';
    const problem = await response.json();
    return String(problem.detail ?? problem.title ?? response.status);
  } catch (error) {
    return `The daemon could not be asked: ${error.message}`;
  }
}
