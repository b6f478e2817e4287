import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { z } from 'zod';
import { isLedgerError } from '../../events/errors.ts';
import { soundPublicKey, verifyEd25519 } from '../../src/checkpoint/ed25519-key.ts';
import { noteKeyTypes, parseVerifierKey, verifierKey } from '../../src/checkpoint/note-key.ts';
import { packageRoot } from '../package-root.ts';
import { refusal } from '../vault/refusals.ts';
import { add, challenge, compress, decompress, fits, identity, times } from './literal-ed25519.ts';

/** What C2SP/CCTV says of each public key of its edge cases (see the README beside it). */
const points = z
  .array(z.strictObject({ key: z.string(), flags: z.array(z.string()) }))
  .parse(JSON.parse(readFileSync(join(packageRoot, 'test', 'vectors', 'keys', 'points.json'), 'utf8')))
  .map(({ key, flags }) => ({ hex: key, key: Buffer.from(key, 'hex'), flags }));
const lowOrder = points.filter(({ flags }) => flags.includes('low_order'));

const p = 2n ** 255n - 19n;
const bytesOf = (n: bigint): Buffer => Buffer.from(n.toString(16).padStart(64, '0'), 'hex').reverse();
const isSound = (key: Uint8Array): boolean => {
  try {
    soundPublicKey(key);
    return true;
  } catch (error) {
    if (isLedgerError(error) && error.code === 'key-refused') return false;
    throw error;
  }
};
const spki = (key: Uint8Array): ReturnType<typeof createPublicKey> =>
  createPublicKey({
    key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key]),
    format: 'der',
    type: 'spki',
  });

describe('an Ed25519 public key', () => {
  it('is published as of low order in fourteen spellings: eight points, and six others of the same', () => {
    expect(lowOrder).to.have.length(14);
    expect(lowOrder.filter(({ flags }) => flags.includes('non_canonical'))).to.have.length(6);
    expect(lowOrder.filter(({ key }) => compress(decompress(key) ?? identity).equals(key))).to.have.length(8);
  });

  for (const { hex, key, flags } of points) {
    const isLow = flags.includes('low_order') || flags.includes('non_canonical');
    it(`is ${isLow ? 'refused' : 'accepted'} as log key and as witness key: ${hex} (${flags.join(', ') || 'no flag'})`, () => {
      for (const type of Object.values(noteKeyTypes)) {
        const vkey = verifierKey('ledger.example/governance', type, key);
        if (isLow) refusal(() => parseVerifierKey(vkey), 'key-refused');
        else expect(parseVerifierKey(vkey).type).to.equal(type);
      }
    });
  }

  it('is refused exactly where eight times its point is the identity, or it is another spelling', () => {
    const eight = (key: Uint8Array): boolean => {
      const [x, y] = times(decompress(key) ?? identity, 8n);
      return x === identity[0] && y === identity[1];
    };
    for (const { key, hex } of points) expect(isSound(key), hex).to.equal(!eight(key));
  });

  it('is refused in every spelling with y of the prime or more: there is one spelling of a point', () => {
    for (let y = p; y < 2n ** 255n; y += 1n)
      for (const sign of [0n, 2n ** 255n]) expect(isSound(bytesOf(y + sign)), String(y)).to.equal(false);
    expect(isSound(bytesOf(p - 2n))).to.equal(true);
  });

  it('is refused with any number of bytes but 32', () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const key = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
    expect(isSound(key)).to.equal(true);
    for (const bad of [Buffer.alloc(0), key.subarray(1), Buffer.concat([key, Buffer.of(0)])])
      expect(isSound(bad)).to.equal(false);
  });

  it('of order 1 would take one signature for every text: what the guard is for', () => {
    // R is the identity and S is 0: S·B = R + k·A whatever k is, for A is the identity.
    const one = Buffer.concat([compress(identity), Buffer.alloc(32)]);
    const key = compress(identity);
    for (const text of ['approve', 'reject', '']) expect(fits(key, Buffer.from(text), one)).to.equal(true);
    refusal(() => soundPublicKey(key), 'key-refused');
    const [approve, reject] = ['approve', 'reject'].map((text) =>
      verify(null, Buffer.from(text), spki(key), one),
    );
    // Node.js 20 (OpenSSL 3.0) takes it for both; later versions for neither. No text tells them apart in either.
    expect(approve).to.equal(reject);
  });

  it('of low order would take a forged signature for one text in eight, at the worst', () => {
    // With S = 0 the equation asks that R = −k·A, which is one of eight points: the forger tries them, and other texts.
    for (const { hex, key } of lowOrder) {
      const multiples = Array.from({ length: 8 }, (_, factor) =>
        times(decompress(key) ?? identity, BigInt(factor)),
      );
      const halves = multiples.map(compress);
      const forgeries = Array.from({ length: 100 }, (_, at) => Buffer.from(`text ${at}`)).flatMap((text) =>
        halves
          .filter((half) => halves[Number((8n - (challenge(half, key, text) % 8n)) % 8n)]?.equals(half))
          .map((half) => ({ text, signature: Buffer.concat([half, Buffer.alloc(32)]) })),
      );
      const [forged] = forgeries;
      if (forged === undefined) throw new Error(`no forgery under ${hex}`);
      expect(fits(key, forged.text, forged.signature), hex).to.equal(true);
    }
  });

  it('takes what RFC 8032 signs, and nothing else (§7.1, test 2)', () => {
    const key = Buffer.from('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', 'hex');
    const signature = Buffer.from(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
      'hex',
    );
    const sound = soundPublicKey(key);
    expect(verifyEd25519(sound, Buffer.of(0x72), signature)).to.equal(true);
    expect(fits(key, Buffer.of(0x72), signature)).to.equal(true);
    expect(verifyEd25519(sound, Buffer.of(0x73), signature)).to.equal(false);
    expect(verifyEd25519(sound, Buffer.of(0x72), signature.subarray(0, 63))).to.equal(false);
    expect(verifyEd25519(sound, Buffer.of(0x72), Buffer.alloc(0))).to.equal(false);
    expect(add(identity, identity)).to.deep.equal(identity);
  });
});
