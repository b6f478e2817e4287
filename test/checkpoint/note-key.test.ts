import { expect } from 'chai';
import { describe, it } from 'mocha';
import { makeLogKey } from '../../src/checkpoint/log-key.ts';
import { isKeyName, parseSignerKey, parseVerifierKey, verifierKey } from '../../src/checkpoint/note-key.ts';
import { refusal } from '../vault/refusals.ts';
import { c2sp, xmod } from './notes.ts';

/** As x/mod's own tests mangle a key: every part of it alone, and each byte one higher. */
function* mangled(key: string): Generator<string> {
  for (let start = 0; start <= key.length; start += 1)
    for (let end = start + 1; end <= key.length; end += 1)
      if (start > 0 || end < key.length) yield key.slice(start, end);
  for (let at = 0; at < key.length; at += 1)
    yield `${key.slice(0, at)}${String.fromCharCode(key.charCodeAt(at) + 1)}${key.slice(at + 1)}`;
}

describe('a verifier key', () => {
  it('is read as the standard and x/mod spell it', () => {
    for (const vkey of [c2sp.example.vkey, xmod.peter.vkey, xmod.enoch.vkey])
      expect(parseVerifierKey(vkey).vkey).to.equal(vkey);
  });

  it('is refused in every mangling of x/mod', () => {
    for (const vkey of [c2sp.example.vkey, xmod.peter.vkey])
      for (const bad of mangled(vkey)) refusal(() => parseVerifierKey(bad), 'key-refused');
    for (const bad of Object.values(xmod.badKeys)) refusal(() => parseVerifierKey(bad), 'key-refused');
  });

  const { vkey } = xmod.peter;
  const bad: Readonly<Record<string, string>> = {
    'a key id in capitals': vkey.replace('c74f20a3', 'C74F20A3'),
    'a newline at its end': `${vkey}\n`,
    'a space before it': ` ${vkey}`,
    'base64 without its padding': c2sp.example.vkey.replace('U2k', 'U2'),
    'another name': vkey.replace('Peter', 'peter'),
    'another type under the same id': vkey.replace('+AR', '+BB'),
    'a type that is not known, with its own id': verifierKey('PeterNeumann', 6, Buffer.alloc(1312, 7)),
    'no key after the type': verifierKey('PeterNeumann', 1, Buffer.alloc(0)),
    'nothing after the id': verifierKey('PeterNeumann', 1, Buffer.alloc(0)).replace(/\+[^+]*$/, '+'),
    'a space in its name': verifierKey('Peter Neumann', 1, Buffer.from('aa'.repeat(32), 'hex')),
    'a plus sign in its name': verifierKey('Peter+Neumann', 1, Buffer.from('aa'.repeat(32), 'hex')),
    'no name': verifierKey('', 1, Buffer.from('aa'.repeat(32), 'hex')),
  };
  for (const [what, spelled] of Object.entries(bad)) {
    it(`is refused with ${what}`, () => {
      refusal(() => parseVerifierKey(spelled), 'key-refused');
    });
  }

  it('says of a key of a later kind that its type is not known, not that its length is wrong', () => {
    const mlDsa = verifierKey('w.example', 6, Buffer.alloc(1312, 7));
    expect(refusal(() => parseVerifierKey(mlDsa), 'key-refused').message).to.contain('its type is 6');
  });

  it('has an id for each type: the same key signs heads and cosigns under two', () => {
    const key = Buffer.from('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', 'hex');
    const ids = [1, 4].map((type) => parseVerifierKey(verifierKey('w.example', type, key)).keyId);
    expect(new Set(ids).size).to.equal(2);
  });
});

describe('a signer key', () => {
  it('is read as x/mod spells it', () => {
    expect(parseSignerKey(xmod.peter.signer).vkey).to.equal(xmod.peter.vkey);
  });

  it('is refused in every mangling of x/mod, and never quoted', () => {
    for (const bad of mangled(xmod.peter.signer)) {
      const { message, facts } = refusal(() => parseSignerKey(bad), 'key-refused');
      expect(JSON.stringify([message, facts])).to.not.contain('EKFALVFGyNhPJEMz');
    }
    refusal(() => parseSignerKey(xmod.peter.vkey), 'key-refused');
  });

  it('is made for a name that a key can have, and for no other', () => {
    for (const name of ['', 'a b', 'a+b', 'a\nb', 'a\u00a0b', 'a\u2028b', 'a\u0007b', '\ud800'])
      refusal(() => makeLogKey(name), 'key-refused');
    for (const name of ['ledger.example/governance', 'é', '\ufeff', '—'])
      expect(parseVerifierKey(makeLogKey(name).verifier).name).to.equal(name);
  });
});

describe('the name of a key', () => {
  it("has no plus sign and none of Unicode's spaces, as Go's unicode.IsSpace has them", () => {
    const spaces = [0x20, 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000];
    for (let code = 0x09; code <= 0x0d; code += 1) spaces.push(code);
    for (let code = 0x2000; code <= 0x200a; code += 1) spaces.push(code);
    for (const code of spaces)
      expect(isKeyName(`a${String.fromCodePoint(code)}b`), code.toString(16)).to.equal(false);
    expect(isKeyName('a+b')).to.equal(false);
    expect(isKeyName('')).to.equal(false);
    for (const name of ['a', 'example.com/foo', 'a\u200bb', '\u{1f600}'])
      expect(isKeyName(name)).to.equal(true);
  });
});
