// Which store stands for all: the first event of the relay without a name says so.

import { at } from './address.js';

const PATIENCE = 5000;

/** The name of the default store. */
export async function defaultStore() {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(PATIENCE)]);
  const response = await fetch(at('events?types=hello'), { cache: 'no-store', signal });
  if (!response.ok) throw new Error(`/events: ${response.status}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  try {
    while (!text.includes('\n\n', text.indexOf('data:')) || !text.includes('data:')) {
      const { done, value } = await reader.read();
      if (done) throw new Error('/events ended before it said hello');
      text += value;
    }
  } finally {
    stop.abort();
  }

  const data = text.split('\n').find((line) => line.startsWith('data:'));
  return JSON.parse(data.slice('data:'.length)).payload.store;
}
