// What the page shows, as its address after the # has it: the view, the store, and what the reader has set there.

const VIEWS = ['overview', 'timeline'];
const ZONE = /^[A-Za-z0-9_+\-/]{1,64}$/;
const MIN_ROTATION = 3;
const MOMENT = /^[0-9]{1,11}(\.[0-9]{1,3})?$/;

/** The address of a page that names nothing. */
export const NOWHERE = Object.freeze({
  view: null, store: null, search: '', sorts: Object.freeze([]), hidden: null, zone: null, wall: false, rotate: null,
  kinds: Object.freeze([]), levels: Object.freeze([]), stores: Object.freeze([]), text: '', of: null, at: null,
});

/** Reads an address such as `#store=feed&q=nifty`. What it does not know it leaves out. */
export function parseAddress(hash) {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const view = VIEWS.find((name) => values.has(name)) ?? null;
  const seconds = Number(values.get('rotate'));
  const at = view === 'timeline' && MOMENT.test(values.get('at') ?? '') ? Number(values.get('at')) : null;
  return {
    view,
    store: view === null ? nonEmpty(values.get('store')) : null,
    search: values.get('q') ?? '',
    sorts: values.getAll('sort').filter((sort) => /^-?\//.test(sort)),
    hidden: values.has('hide') ? listOf(values.get('hide')) : null,
    zone: ZONE.test(values.get('zone') ?? '') ? values.get('zone') : null,
    wall: values.get('wall') === '1',
    rotate: Number.isFinite(seconds) && seconds > 0 ? Math.max(MIN_ROTATION, seconds) : null,
    kinds: listOf(values.get('kind')),
    levels: listOf(values.get('level')),
    stores: view === 'timeline' ? listOf(values.get('store')) : [],
    text: values.get('text') ?? '',
    of: at === null ? null : nonEmpty(values.get('of')),
    at: nonEmpty(values.get('of')) === null ? null : at,
  };
}

/** Writes what parseAddress reads; what is as in NOWHERE is left out. */
export function writeAddress(address) {
  const values = [];
  const add = (key, value) => values.push(value === '' ? key : `${key}=${encode(value)}`);
  if (address.view !== null) add(address.view, '');
  if (address.store !== null) add('store', address.store);
  if (address.stores.length > 0) add('store', address.stores.join(','));
  if (address.kinds.length > 0) add('kind', address.kinds.join(','));
  if (address.levels.length > 0) add('level', address.levels.join(','));
  if (address.text !== '') add('text', address.text);
  if (address.at !== null) {
    add('of', address.of);
    add('at', String(address.at));
  }

  if (address.search !== '') add('q', address.search);
  for (const sort of address.sorts) add('sort', sort);
  if (address.hidden !== null && address.hidden.length > 0) add('hide', address.hidden.join(','));
  if (address.zone !== null) add('zone', address.zone);
  if (address.wall) add('wall', '1');
  if (address.rotate !== null) add('rotate', String(address.rotate));
  return values.length === 0 ? '' : `#${values.join('&')}`;
}

/** The address of another view or store; the zone and the wall stay. */
export function elsewhere(address, change) {
  return { ...NOWHERE, zone: address.zone, wall: address.wall, rotate: address.rotate, ...change };
}

/** What is shown: `overview`, `timeline` or `store`. Where no store is chosen, several of them begin with the overview. */
export function viewOf(address, { store, stores }) {
  if (address.view !== null) return address.view;
  return store === null && stores !== null && stores.length > 1 ? 'overview' : 'store';
}

function listOf(text) {
  return (text ?? '').split(',').filter((word) => word !== '');
}

function nonEmpty(text) {
  return text === null || text === '' ? null : text;
}

// Slashes and commas may stand in a fragment, and are read better that way.
function encode(value) {
  return encodeURIComponent(value).replaceAll('%2F', '/').replaceAll('%2C', ',');
}
