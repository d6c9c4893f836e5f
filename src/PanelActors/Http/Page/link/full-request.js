// Asking for a new baseline.
import { at } from './address.js';

const PATIENCE = 5000;

/** Asks; answers with a sentence that says what became of it. */
export async function requestFull(store) {
  try {
    const response = await fetch(at(`api/stores/${encodeURIComponent(store)}/request-full`), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ reason: 'operator' }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.ok) return { accepted: true, text: 'A new baseline was asked for.' };
    const problem = await response.json();
    return { accepted: false, text: String(problem.detail ?? problem.title ?? response.status) };
  } catch (error) {
    return { accepted: false, text: `The daemon could not be asked: ${error.message}` };
  }
}
