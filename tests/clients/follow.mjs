// Follows an event stream with one of several clients and prints what it gets, one JSON object a line.
//   node follow.mjs eventsource|fetch URL
const [, , kind, url] = process.argv;
const types = ['hello', 'panel_full', 'panel_diff', 'severity_counts', 'severity_state', 'followup_alert', 'bye'];
const print = (type, id, data) => console.log(JSON.stringify({ type, id, data: JSON.parse(data) }));

if (kind === 'eventsource') {
  const { EventSource } = await import('eventsource');
  const source = new EventSource(url);
  for (const type of types) source.addEventListener(type, (event) => print(type, event.lastEventId, event.data));
} else {
  // Made for browsers: these two are all that it takes from one.
  globalThis.window = globalThis;
  globalThis.document = { hidden: false, addEventListener() {}, removeEventListener() {} };
  const { fetchEventSource } = await import('@microsoft/fetch-event-source');
  const follow = () => fetchEventSource(url, {
    openWhenHidden: true,
    onmessage: (event) => types.includes(event.event) && print(event.event, event.id, event.data),
    // A stream that ends is a stream to open again.
    onclose: () => { throw new Error('closed'); },
    onerror: () => 100,
  });
  await follow();
}
