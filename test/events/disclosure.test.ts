import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { z } from 'zod';
import { decodeDisclosure, digestOf, encodeDisclosure } from '../../events/disclosure.ts';
import { packageRoot } from '../package-root.ts';
import { refusal } from '../vault/refusals.ts';

const published9901 = z
  .array(
    z.strictObject({
      section: z.string(),
      name: z.string(),
      value: z.unknown(),
      salt: z.string(),
      disclosure: z.string(),
      digest: z.string(),
    }),
  )
  .parse(JSON.parse(readFileSync(join(packageRoot, 'test', 'vectors', 'rfc9901.json'), 'utf8')));

const text = (json: string): string => Buffer.from(json).toString('base64url');

describe('a disclosure', () => {
  // RFC 9901 §4.2.1 and §4.2.3.
  const published = 'WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0';

  it("has the digest of RFC 9901's example", () =>
    expect(digestOf(published)).to.equal('X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0'));

  it("is read as RFC 9901's example, which has spaces in its JSON", () =>
    expect(decodeDisclosure(published)).to.deep.equal({
      salt: '_26bc4LT-ac6q2KI6cBW5es',
      name: 'family_name',
      value: 'Möbius',
    }));

  for (const { section, disclosure, digest, salt, name, value } of published9901) {
    it(`is read as RFC 9901 §${section} publishes it, and has its digest: ${name}`, () => {
      expect(decodeDisclosure(disclosure)).to.deep.equal({ salt, name, value });
      expect(digestOf(disclosure)).to.equal(digest);
    });
  }

  it('is written in one way, without the spaces', () => {
    const encoded = encodeDisclosure(decodeDisclosure(published));
    expect(Buffer.from(encoded, 'base64url').toString()).to.equal(
      '["_26bc4LT-ac6q2KI6cBW5es","family_name","Möbius"]',
    );
    expect(decodeDisclosure(encoded)).to.deep.equal(decodeDisclosure(published));
  });

  const bad: readonly [string, string][] = [
    ['padding', `${published}=`],
    ['base64 with + and /', 'WyI+Lz8iXQ+/'],
    [
      'bits left over at the end',
      `${text('["s","n",12]')}`.replace(/.$/, (last) => (last === 'X' ? 'Y' : 'Z')),
    ],
    ['two elements, an array entry of RFC 9901', text('["salt","value"]')],
    ['four elements', text('["salt","name","value",1]')],
    ['a salt that is a number', text('[1,"name","value"]')],
    ['an object', text('{"salt":1}')],
    ['no JSON', text('["salt","name",')],
    ['no UTF-8', Buffer.from([0x5b, 0xff, 0x5d]).toString('base64url')],
    ['nothing', ''],
  ];
  for (const [what, input] of bad) {
    it(`is refused with ${what}, without quoting it`, () => {
      const { message } = refusal(() => decodeDisclosure(input), 'disclosure-mismatch');
      expect(message).to.equal('a disclosure is no base64url of [salt, name, value]');
    });
  }
});
