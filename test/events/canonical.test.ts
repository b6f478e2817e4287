import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  type CanonicalRule,
  canonical,
  canonicalBytes,
  DEPTH_LIMIT,
  type Json,
  parseCanonical,
} from '../../events/canonical.ts';
import { packageRoot } from '../package-root.ts';
import { refusal } from '../vault/refusals.ts';

const published = join(packageRoot, 'test', 'vectors', 'rfc8785');
const read = (...path: string[]): string => readFileSync(join(published, ...path), 'utf8');
const parsed = (text: string): Json => JSON.parse(text);

/** Any JSON of the profile: whole numbers, well-formed strings, names that try to surprise. */
const strange = fc.constantFrom(
  '__proto__',
  'constructor',
  'toString',
  '',
  '1',
  '10',
  '02',
  'é',
  '😂',
  'דּ',
  '\u0000',
);
const text = fc.string({ unit: 'binary' }).filter((each) => !/\p{Surrogate}/u.test(each));
const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    text,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.oneof(text, strange), tie('value'), { maxKeys: 6 }),
  ),
})).value;

describe('canonical JSON', () => {
  for (const name of readdirSync(join(published, 'input')).filter((each) => each !== 'values.json')) {
    it(`is what RFC 8785's test data says of ${name}`, () => {
      const output = read('output', name);
      expect(canonical(parsed(read('input', name)))).to.equal(output);
      expect(parseCanonical(output)).to.deep.equal(parsed(output));
    });
  }

  it("has no floats, and is RFC 8785's values.json without them", () => {
    const input = parsed(read('input', 'values.json'));
    const { facts } = refusal(() => canonical(input), 'not-canonical');
    expect(facts).to.deep.equal({ rule: 'integer', path: '/numbers/0' });
    const output = read('output', 'values.json').replace(/"numbers":\[[^\]]*\],/, '');
    expect(
      canonical(Object.fromEntries(Object.entries(input ?? {}).filter(([key]) => key !== 'numbers'))),
    ).to.equal(output);
  });

  it('is what the npm package canonicalize writes, whatever the value', () =>
    fc.assert(
      fc.property(json, (value) => canonical(value) === canonicalize(value)),
      { numRuns: 500 },
    ));

  it('comes back as the same value, from text and from bytes', () =>
    fc.assert(
      fc.property(json, (value) => {
        const text = canonical(value);
        expect(canonical(parseCanonical(text))).to.equal(text);
        expect(canonical(parseCanonical(canonicalBytes(value)))).to.equal(text);
      }),
    ));

  it('has one text per value: any other spelling of it is refused', () =>
    fc.assert(
      fc.property(json, fc.integer({ min: 1, max: 3 }), (value, indent) => {
        const loose = JSON.stringify(value, null, indent);
        fc.pre(loose !== canonical(value));
        expect(refusal(() => parseCanonical(loose), 'not-canonical').facts).to.include({ rule: 'bytes' });
      }),
    ));

  const nested = (depth: number): Json => (depth === 0 ? 1 : [nested(depth - 1)]);
  it('takes 64 levels', () =>
    expect(parseCanonical(canonical(nested(DEPTH_LIMIT)))).to.deep.equal(nested(DEPTH_LIMIT)));

  class Money {
    readonly amount = 1;
  }
  const withHole: Json[] = [1];
  withHole[2] = 3;
  const unwritable: readonly [string, unknown, CanonicalRule, string][] = [
    ['a float', { a: [1, 0.5] }, 'integer', '/a/1'],
    ['an integer that may have lost digits', 2 ** 53, 'integer', ''],
    ['infinity', Number.POSITIVE_INFINITY, 'integer', ''],
    ['not a number', { 'a/b~c': Number.NaN }, 'integer', '/a~1b~0c'],
    ['half a surrogate pair', ['\ud83d'], 'surrogate', '/0'],
    ['a name with half a surrogate pair', { 'x\ude02': 1 }, 'surrogate', ''],
    ['undefined', { a: undefined }, 'type', '/a'],
    ['a bigint', 1n, 'type', ''],
    ['a function', () => 1, 'type', ''],
    ['a hole', withHole, 'plain', ''],
    ['an array with a name', Object.assign([1], { extra: 1 }), 'plain', ''],
    ['an instance of a class', new Money(), 'plain', ''],
    ['a date', new Date(0), 'plain', ''],
    ['a symbol', { [Symbol('a')]: 1 }, 'plain', ''],
    ['a hidden member', Object.defineProperty({}, 'a', { value: 1, enumerable: false }), 'plain', ''],
    ['65 levels', nested(DEPTH_LIMIT + 1), 'depth', '/0'.repeat(DEPTH_LIMIT)],
  ];
  for (const [what, value, rule, path] of unwritable) {
    it(`refuses to write ${what}`, () => {
      const { facts } = refusal(() => Reflect.apply(canonical, null, [value]), 'not-canonical');
      expect(facts).to.deep.equal({ rule, path });
    });
  }

  const unreadable: readonly [string, string | Uint8Array, CanonicalRule][] = [
    ['white space', '{"a": 1}', 'bytes'],
    ['a line end behind it', '{"a":1}\n', 'bytes'],
    ['names out of order', '{"b":1,"a":2}', 'bytes'],
    ['a name twice', '{"a":1,"a":1}', 'bytes'],
    ['an escape for a character that needs none', '"\\u0061"', 'bytes'],
    ['an escaped solidus', '"\\/"', 'bytes'],
    ['a long escape for a line end', '"\\u000a"', 'bytes'],
    ['an escape in capitals', '"\\u000F"', 'bytes'],
    ['a raw delete character escaped', '"\\u007f"', 'bytes'],
    ['an escaped pair of surrogates', '"\\ud83d\\ude02"', 'bytes'],
    ['an exponent', '1e2', 'bytes'],
    ['a fraction of nothing', '1.0', 'bytes'],
    ['minus zero', '-0', 'bytes'],
    ['a float', '0.5', 'integer'],
    ['a number beyond 2^53 - 1', '9007199254740992', 'integer'],
    ['half of an escaped pair', '"\\ud83d"', 'surrogate'],
    ['an unescaped half of a pair', '"\ud83d"', 'surrogate'],
    ['no JSON', '{"a":}', 'syntax'],
    ['a byte order mark', '\ufeff1', 'syntax'],
    ['a byte order mark in bytes', new Uint8Array([0xef, 0xbb, 0xbf, 0x31]), 'syntax'],
    ['bytes that are not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 'utf-8'],
    ['an overlong encoding', new Uint8Array([0x22, 0xc0, 0xaf, 0x22]), 'utf-8'],
    ['a million levels', '['.repeat(1e6) + ']'.repeat(1e6), 'depth'],
  ];
  for (const [what, input, rule] of unreadable) {
    it(`refuses to read ${what}`, () =>
      expect(refusal(() => parseCanonical(input), 'not-canonical').facts).to.include({ rule }));
  }

  it('reads a member called __proto__ as a member', () => {
    const value = parseCanonical('{"__proto__":{"admin":true}}');
    expect(Object.keys(value ?? {})).to.deep.equal(['__proto__']);
    expect(Object.getPrototypeOf(value)).to.equal(Object.prototype);
  });

  it('never quotes the text that it refuses', () => {
    const { message } = refusal(() => parseCanonical('{"secret":"the name of the source"'), 'not-canonical');
    expect(message).not.to.include('source');
  });
});
