import type { Draw } from '../../bench/draw.ts';
import { oneOf } from './values.ts';

/** A body as it goes over the wire. */
export interface Body {
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  /** No ledger may take it, whatever it is about. */
  readonly bad: boolean;
}

const json = { 'content-type': 'application/json' };

export const plain = (value: unknown): Body => ({
  bytes: Buffer.from(JSON.stringify(value)),
  headers: json,
  bad: false,
});

/** A value that was well made, sent in a way that it must not be taken. */
export function spoiled(value: unknown, draw: Draw): Body {
  return oneOf(spoilers, draw)(value, draw);
}

type Spoiler = (value: unknown, draw: Draw) => Body;

const sent = (text: string | Buffer, headers: Readonly<Record<string, string>> = json): Body => ({
  bytes: typeof text === 'string' ? Buffer.from(text) : text,
  headers,
  bad: true,
});

/** Whatever no field of any command takes. */
const foreign: readonly unknown[] = [
  null,
  [],
  {},
  1.5,
  -1,
  2 ** 53,
  1e308,
  '',
  'x'.repeat(30_000),
  '\u0000',
  [[[[[[]]]]]],
  { $gt: '' },
  { toString: 'x', constructor: { prototype: { admin: true } } },
  ['__proto__'],
];

const spoilers: readonly Spoiler[] = [
  (value) => sent(JSON.stringify({ ...objectOf(value), unasked: true })),
  (value) => sent(`{"__proto__":{"admin":true},${JSON.stringify({ ...objectOf(value), z: 1 }).slice(1)}`),
  (value, draw) => {
    const fields = Object.keys(objectOf(value));
    const field = fields.length === 0 ? 'seat' : oneOf(fields, draw);
    return { ...sent(JSON.stringify({ ...objectOf(value), [field]: oneOf(foreign, draw) })), bad: false };
  },
  (value, draw) => {
    const entries = Object.entries(objectOf(value));
    entries.splice(draw(entries.length + 1), 1);
    return { ...sent(JSON.stringify(Object.fromEntries(entries))), bad: false };
  },
  (value) => sent(JSON.stringify(value).slice(0, -1)),
  (value) => sent(`${JSON.stringify(value)}}`),
  (value) => sent(JSON.stringify(JSON.stringify(value))),
  (value) => sent(JSON.stringify([value])),
  () => sent(''),
  () => sent('null'),
  () => sent('NaN'),
  (_value, draw) => sent('['.repeat(1_000 + draw(100_000))),
  (_value, draw) => {
    const depth = 65 + draw(5_000);
    return sent(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);
  },
  (_value, draw) => sent(JSON.stringify({ text: 'x'.repeat(1_048_576 + draw(100_000)) })),
  (_value, draw) => sent(JSON.stringify({ fields: manyKeys(2_000 + draw(20_000)) })),
  () => sent(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])),
  () => sent(Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d, 0x7d])),
  (value) => sent(JSON.stringify(value), { 'content-type': 'text/plain' }),
  (value) => sent(JSON.stringify(value), { 'content-type': 'application/x-www-form-urlencoded' }),
  (value) => sent(JSON.stringify(value), { 'content-type': 'multipart/form-data; boundary=x' }),
  (value) => sent(JSON.stringify(value), { 'content-type': 'application/json; charset=utf-16' }),
  (value) => sent(JSON.stringify(value), { ...json, 'content-encoding': 'gzip' }),
  (value) => sent(JSON.stringify(value), {}),
  (value) => {
    const [field = 'text'] = Object.keys(objectOf(value));
    return sent(`{${JSON.stringify(field)}:"\\ud800","unasked":"\\udfff"}`);
  },
];

const objectOf = (value: unknown): object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

const manyKeys = (count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i]));
