import type { Json } from '../../events/canonical.ts';

/** A value inside a JSON document, by the names that lead to it. */
export interface Place {
  readonly path: readonly (string | number)[];
  /** The path with positions in lists left out: what kind of place it is. */
  readonly kind: string;
  readonly value: null | boolean | number | string;
}

/** Every value in a document that holds no other. */
export function placesIn(json: Json, path: readonly (string | number)[] = []): readonly Place[] {
  if (Array.isArray(json)) return json.flatMap((each, at) => placesIn(each, [...path, at]));
  if (typeof json === 'object' && json !== null)
    return Object.entries(json).flatMap(([name, each]) => placesIn(each, [...path, name]));
  const kind = path.map((step) => (typeof step === 'number' ? '[]' : step)).join('.');
  return [{ path, kind, value: json }];
}

/** One place of each kind. */
export function kindsIn(json: Json): readonly Place[] {
  const places = new Map(placesIn(json).map((place) => [place.kind, place]));
  return [...places.values()];
}

/** The document with another value at a place. */
export function withValue(json: Json, path: readonly (string | number)[], value: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(json)) return json.map((each, at) => (at === step ? withValue(each, rest, value) : each));
  if (typeof json !== 'object' || json === null) throw new TypeError('no such place');
  const entries = Object.entries(json);
  return Object.fromEntries(
    entries.map(([name, each]) => [name, name === step ? withValue(each, rest, value) : each]),
  );
}

/** Another value of the same sort: an id stays an id, a time a time, a number a number. */
export function another(value: Place['value']): Json {
  if (value === null) return 0;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value > 0 ? value - 1 : value + 1;
  if (/^\d{4}-\d\d-\d\dT.*Z$/.test(value))
    return value.replace(/\d\d\dZ$/, (ms) => (ms === '007Z' ? '008Z' : '007Z'));
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return value.replace(/..$/, (date) => (date === '11' ? '12' : '11'));
  // The first character of what is encoded, the last of names: either stays what it is.
  const at = /^[A-Za-z0-9_-]{22}$|^[A-Za-z0-9_-]{43}$|^[0-9a-f]{64}$|^[A-Za-z0-9+/]{43}=$/.test(value)
    ? 0
    : value.length - 1;
  const put = value[at] === 'a' ? 'b' : 'a';
  return `${value.slice(0, at)}${put}${value.slice(at + 1)}`;
}
