import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { newCode, symbolsOf } from '../../src/identity/codes.ts';
import { csrfOf, isCsrfOf } from '../../src/identity/csrf.ts';
import { hashOf, isSecret, newSecret, tokenPattern } from '../../src/identity/secrets.ts';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

describe('secrets', () => {
  it('say by their beginning what they open', () => {
    expect(newSecret('token')).to.match(/^gvl_[0-9A-Za-z]{49}$/);
    expect(newSecret('session')).to.match(/^gvs_[0-9A-Za-z]{49}$/);
    expect(newSecret('feed')).to.match(/^gvf_[0-9A-Za-z]{49}$/);
  });

  it('are never the same, and each is one of its kind alone', () => {
    const made = Array.from({ length: 1_000 }, () => newSecret('token'));
    expect(new Set(made).size).to.equal(1_000);
    for (const each of made) {
      expect(isSecret('token', each)).to.equal(true);
      expect(isSecret('session', each)).to.equal(false);
    }
  });

  it('hold 256 bits in 43 digits', () => {
    const value = [...newSecret('token').slice(4, 47)].reduce(
      (sum, digit) => sum * 62n + BigInt(alphabet.indexOf(digit)),
      0n,
    );
    expect(value < 2n ** 256n).to.equal(true);
    expect(62n ** 43n > 2n ** 256n).to.equal(true);
  });

  it('end in a CRC-32 of the rest, computed here bit by bit', () => {
    const token = newSecret('token');
    let crc = 0xffffffff;
    for (const byte of Buffer.from(token.slice(0, -6))) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    const check = [...token.slice(-6)].reduce((sum, digit) => sum * 62 + alphabet.indexOf(digit), 0);
    expect(check).to.equal((crc ^ 0xffffffff) >>> 0);
  });

  it('with one character changed are none', () => {
    fc.assert(
      fc.property(fc.nat(52), fc.constantFrom(...alphabet), (at, character) => {
        const token = newSecret('token');
        fc.pre(token[at] !== character);
        return !isSecret('token', token.slice(0, at) + character + token.slice(at + 1));
      }),
    );
  });

  it('are none of anything else', () => {
    fc.assert(fc.property(fc.string(), (text) => !isSecret('token', text)));
    expect(isSecret('token', 'gvl_'.padEnd(1_000_000, '0'))).to.equal(false);
    expect(isSecret('token', `gvl_${'é'.repeat(49)}`)).to.equal(false);
  });

  it('are found by scanners in a text', () => {
    const token = newSecret('token');
    expect(tokenPattern.exec(`Authorization: Bearer ${token}\n`)?.[0]).to.equal(token);
    expect(tokenPattern.test(`x${token}`)).to.equal(false);
  });

  it('are kept as SHA-256', () => {
    const token = newSecret('token');
    expect(hashOf(token).equals(createHash('sha256').update(token, 'utf8').digest())).to.equal(true);
    expect(hashOf('abc').toString('hex')).to.match(/^ba7816bf8f01cfea414140de5dae2223/);
  });
});

describe('codes', () => {
  it('have 140 bits to enrol and 80 to sign in, in groups of four that can be read out', () => {
    expect(newCode('enrolment-code')).to.match(/^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(newCode('sign-in-code')).to.match(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  });

  it('use every symbol', () => {
    const used = new Set(
      Array.from({ length: 200 }, () => newCode('sign-in-code').replaceAll('-', '')).join(''),
    );
    expect(used.size).to.equal(32);
  });

  it('are read as they were made, however they are typed', () => {
    const code = newCode('sign-in-code');
    const plain = code.replaceAll('-', '');
    for (const typed of [
      code,
      plain,
      code.toLowerCase(),
      ` ${code.replaceAll('-', ' ')}\r\n`,
      [...plain].join('-'),
      plain.replaceAll('0', 'O').replaceAll('1', 'I'),
      plain.replaceAll('0', 'o').replaceAll('1', 'l'),
    ])
      expect(symbolsOf('sign-in-code', typed), typed).to.equal(plain);
  });

  it('are none with a symbol too many or too few, with a U, or of the other kind', () => {
    const plain = newCode('sign-in-code').replaceAll('-', '');
    for (const typed of [
      '',
      plain.slice(1),
      `${plain}0`,
      `U${plain.slice(1)}`,
      `é${plain.slice(1)}`,
      ' '.repeat(10_000),
    ])
      expect(symbolsOf('sign-in-code', typed), typed.slice(0, 20)).to.equal(null);
    expect(symbolsOf('enrolment-code', plain)).to.equal(null);
  });
});

describe('the CSRF token of a session', () => {
  it('follows from the session’s secret alone, and is that session’s alone', () => {
    const [one, other] = [newSecret('session'), newSecret('session')];
    expect(csrfOf(one)).to.match(/^[A-Za-z0-9_-]{43}$/);
    expect(isCsrfOf(one, csrfOf(one))).to.equal(true);
    expect(isCsrfOf(other, csrfOf(one))).to.equal(false);
  });

  it('is nothing shorter, longer or else', () => {
    const session = newSecret('session');
    for (const given of ['', csrfOf(session).slice(1), `${csrfOf(session)}=`, session, 'é'.repeat(43)])
      expect(isCsrfOf(session, given)).to.equal(false);
  });
});
