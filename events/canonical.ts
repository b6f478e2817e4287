import { LedgerError } from './errors.ts';

/** A value that has canonical bytes; numbers are safe integers. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** An event entry stays under the 65,535 bytes of a tlog-tiles bundle entry. */
export const EVENT_LIMIT_BYTES = 61_440;
/** All events of one append together: what KurrentDB takes in one request. */
export const APPEND_LIMIT_BYTES = 1_048_576;
/** Arrays and objects inside each other, the outermost counted. */
export const DEPTH_LIMIT = 64;

/** The rules of the profile, as they stand in the facts of `not-canonical`. */
export type CanonicalRule =
  | 'bytes'
  | 'depth'
  | 'integer'
  | 'plain'
  | 'surrogate'
  | 'syntax'
  | 'type'
  | 'utf-8';

/** Names from the root to the value in hand; its length is the depth. */
type Path = (string | number)[];

/**
 * The one text of a value: RFC 8785, narrowed (DESIGN §5.2). Nothing is dropped or coerced; what has no place in the
 * profile (floats, integers beyond 2^53 - 1, `undefined`, bigint, class instances, symbol or hidden properties, holes,
 * lone surrogates, more than 64 levels) is refused. Unicode is not normalised; `-0` is `0`.
 * @throws LedgerError `not-canonical`
 */
export function canonical(value: Json): string {
  return write(value, []);
}

/** The UTF-8 bytes of `canonical(value)`. @throws LedgerError `not-canonical` */
export function canonicalBytes(value: Json): Uint8Array {
  return new TextEncoder().encode(canonical(value));
}

/**
 * The value of a canonical text; every other spelling of the same value is refused, duplicate names with it. A member
 * called `__proto__` comes back as an own property. The caller bounds the size of the input.
 * @throws LedgerError `not-canonical`
 */
export function parseCanonical(input: string | Uint8Array): Json {
  const text = typeof input === 'string' ? input : decodeUtf8(input);
  const value = parse(text);
  if (isPlainlyCanonical(value, 0) && JSON.stringify(value) === text && !text.includes('\\ud')) return value;
  const exact = canonical(value);
  if (exact === text) return value;
  return refuse(
    'bytes',
    [],
    `the text differs from the canonical form of its value, first at character ${firstDifference(exact, text)}`,
  );
}

function write(value: Json, path: Path): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (Number.isSafeInteger(value)) return String(value);
      return refuse(
        'integer',
        path,
        'only whole numbers up to 2^53 - 1 either way are taken; give others as strings',
      );
    case 'string':
      if (!hasLoneSurrogate(value)) return JSON.stringify(value);
      return refuse('surrogate', path, 'a string with half of a surrogate pair has no UTF-8 form');
    case 'object':
      if (path.length >= DEPTH_LIMIT)
        return refuse('depth', path, `at most ${DEPTH_LIMIT} levels of arrays and objects are taken`);
      return isList(value) ? writeList(value, path) : writeObject(value, path);
    default:
      return refuse(
        'type',
        path,
        `${typeof value} is no JSON; null, booleans, whole numbers, strings, arrays and plain objects are taken`,
      );
  }
}

function writeList(list: readonly Json[], path: Path): string {
  // One own key per element and `length`: no holes, nothing extra that would be dropped.
  if (Object.getPrototypeOf(list) !== Array.prototype || Reflect.ownKeys(list).length !== list.length + 1)
    return refuse('plain', path, 'only plain arrays are taken, without holes or properties of their own');
  let text = '[';
  let separator = '';
  for (const [index, item] of list.entries()) {
    path.push(index);
    text += separator + write(item, path);
    path.pop();
    separator = ',';
  }
  return `${text}]`;
}

function writeObject(object: { readonly [name: string]: Json }, path: Path): string {
  const prototype: unknown = Object.getPrototypeOf(object);
  // Symbols and hidden properties would be dropped without a word.
  const entries = Object.entries(object);
  if (
    (prototype !== Object.prototype && prototype !== null) ||
    Reflect.ownKeys(object).length !== entries.length
  )
    return refuse('plain', path, 'only plain objects are taken, without symbols or hidden properties');
  // By UTF-16 code unit, as RFC 8785 §3.2.3 has it.
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  let text = '{';
  let separator = '';
  for (const [name, member] of entries) {
    if (hasLoneSurrogate(name))
      return refuse('surrogate', path, 'a member name with half of a surrogate pair has no UTF-8 form');
    path.push(name);
    text += `${separator}${JSON.stringify(name)}:${write(member, path)}`;
    path.pop();
    separator = ',';
  }
  return `${text}}`;
}

/**
 * True where `JSON.stringify` writes this parsed value as `canonical` would, but for lone surrogates. False says nothing:
 * engines list integer-like names first, so a canonical object may well look unsorted here.
 */
function isPlainlyCanonical(value: Json, depth: number): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= DEPTH_LIMIT) return false;
  if (isList(value)) return value.every((item) => isPlainlyCanonical(item, depth + 1));
  let last: string | undefined;
  for (const name of Object.keys(value)) {
    if (last !== undefined && name <= last) return false;
    if (!isPlainlyCanonical(value[name] ?? null, depth + 1)) return false;
    last = name;
  }
  return true;
}

// A byte order mark stays in the text, where no JSON may begin with it.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return refuse('utf-8', [], 'the bytes are not UTF-8');
  }
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's own error quotes the text, which may be sealed: it goes no further.
    return refuse('syntax', [], 'the text is not JSON');
  }
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const hasLoneSurrogate = (text: string): boolean => /\p{Surrogate}/u.test(text);

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (a[at] === b[at]) at += 1;
  return at;
}

/** Path as a JSON Pointer (RFC 6901). */
function refuse(rule: CanonicalRule, path: Path, why: string): never {
  const pointer = path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  const where = pointer === '' ? '' : ` at ${pointer}`;
  throw new LedgerError('not-canonical', `no canonical JSON${where}: ${why}`, { rule, path: pointer });
}
