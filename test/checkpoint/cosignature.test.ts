import { expect } from 'chai';
import { describe, it } from 'mocha';
import { cosign, cosignedAt } from '../../src/checkpoint/cosignature.ts';
import {
  openNote,
  parseNote,
  parseSignatureLine,
  signatureLine,
  signNote,
} from '../../src/checkpoint/note.ts';
import { cosignedText, latestSecond } from '../../src/checkpoint/note-key.ts';
import { refusal, refused } from '../vault/refusals.ts';
import { c2sp, twins } from './notes.ts';

const text = `ledger.example/governance\n5\n${Buffer.alloc(32, 7).toString('base64')}\n`;
const other = text.replace('\n5\n', '\n6\n');
/** The worst case: one operator with one name and one secret for both. */
const { log, witness } = twins('w.example');
const noteOf = (line: string, of = text): string => `${of}\n${line}\n`;
const time = (seconds: bigint): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(seconds);
  return bytes;
};

describe('a cosignature', () => {
  it('fits the checkpoint that the witness saw, and says when', async () => {
    const line = await cosign(text, witness.signer, 1_679_315_147);
    const [signature] = openNote(noteOf(line), [witness.verifier]).good;
    expect(signature === undefined ? null : cosignedAt(signature)).to.equal(1_679_315_147);
    refusal(() => openNote(noteOf(line, other), [witness.verifier]), 'signature-invalid');
  });

  it("is read from the standard's example, and its time", () => {
    const [, cosignature] = parseNote(c2sp.cosigned).signatures;
    expect(cosignature?.name).to.equal('witness.example.com/w1');
    expect(cosignature === undefined ? null : cosignedAt(cosignature)).to.equal(1_679_315_147);
  });

  it('signs the two lines and the text that the standard gives', () => {
    expect(String(cosignedText(Buffer.from(text), time(1_679_315_147n)))).to.equal(
      `cosignature/v1\ntime 1679315147\n${text}`,
    );
  });

  it('is refused with any bit of it flipped, its time among them', async () => {
    const line = await cosign(text, witness.signer, 1_679_315_147);
    const { name, keyId, signature } = parseSignatureLine(line);
    for (let bit = 0; bit < 8 * signature.byteLength; bit += 1) {
      const copy = Buffer.from(signature);
      copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      refusal(
        () => openNote(noteOf(signatureLine(name, keyId, copy)), [witness.verifier]),
        'signature-invalid',
      );
    }
  });

  it('is refused without its time, with a byte more, and as no bytes at all', async () => {
    const { name, keyId, signature } = parseSignatureLine(await cosign(text, witness.signer, 1_679_315_147));
    for (const bytes of [
      signature.subarray(8),
      signature.subarray(1),
      Buffer.concat([signature, Buffer.of(0)]),
      Buffer.of(1),
    ])
      refusal(
        () => openNote(noteOf(signatureLine(name, keyId, bytes)), [witness.verifier]),
        'signature-invalid',
      );
  });

  it("is no log's signature: not under the log's key, even of the same name and the same secret", async () => {
    const { keyId } = log.verifier;
    const cosigned = parseSignatureLine(await cosign(text, witness.signer, 1_679_315_147)).signature;
    for (const bytes of [cosigned, cosigned.subarray(8)])
      refusal(
        () => openNote(noteOf(signatureLine('w.example', keyId, bytes)), [log.verifier]),
        'signature-invalid',
      );
  });

  it("is not made up by the log's signature, with or without a time put before it", async () => {
    const { signature } = parseSignatureLine(
      (await signNote(text, [log.signer])).split('\n\n— ')[1]?.replace(/^/, '— ').trim() ?? '',
    );
    const { name, keyId } = witness.verifier;
    for (const bytes of [signature, Buffer.concat([time(1_679_315_147n), signature])])
      refusal(
        () => openNote(noteOf(signatureLine(name, keyId, bytes)), [witness.verifier]),
        'signature-invalid',
      );
  });

  it('does not come of signing a note with a witness key: that is another text', async () => {
    await refused(signNote(text, [witness.signer]), 'signature-invalid');
    const raw = await witness.signer.sign(Buffer.from(text));
    const { name, keyId } = witness.verifier;
    const line = signatureLine(name, keyId, Buffer.concat([time(0n), raw]));
    refusal(() => openNote(noteOf(line), [witness.verifier]), 'signature-invalid');
  });

  it('is not made with a key of the log, of what is no checkpoint, or by a program that signs otherwise', async () => {
    await refused(cosign(text, log.signer, 1), 'key-refused');
    await refused(cosign(`${text}extension\n`, witness.signer, 1), 'checkpoint-invalid');
    await refused(cosign('text\n', witness.signer, 1), 'checkpoint-invalid');
    const { vkey } = witness.signer;
    await refused(
      cosign(text, { vkey, sign: twins('w.example').witness.signer.sign }, 1),
      'signature-invalid',
    );
    await refused(cosign(text, { vkey, sign: () => Buffer.alloc(0) }, 1), 'signature-invalid');
  });

  it('has a time in whole seconds that a date can tell', async () => {
    for (const bad of [0, -1, 0.5, Number.NaN, latestSecond + 1, 2 ** 53, Number.POSITIVE_INFINITY]) {
      const outcome = await cosign(text, witness.signer, bad).then(
        () => 'made',
        (error: unknown) => error,
      );
      expect(outcome).to.be.instanceOf(RangeError);
    }
    const line = await cosign(text, witness.signer, latestSecond);
    const [signature] = openNote(noteOf(line), [witness.verifier]).good;
    expect(new Date(1000 * (signature === undefined ? 0 : cosignedAt(signature))).toISOString()).to.match(
      /^\+275760/,
    );
  });

  it('of a later time than that is refused, though the witness signed it', async () => {
    const { name, keyId } = witness.verifier;
    for (const seconds of [BigInt(latestSecond) + 1n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n]) {
      const signature = await witness.signer.sign(cosignedText(Buffer.from(text), time(seconds)));
      const line = signatureLine(name, keyId, Buffer.concat([time(seconds), signature]));
      refusal(() => openNote(noteOf(line), [witness.verifier]), 'signature-invalid');
    }
  });

  it('has no time where the line is of another kind', async () => {
    const [line] = parseNote(await signNote(text, [log.signer])).signatures;
    expect(line === undefined ? null : cosignedAt(line)).to.equal(0);
    expect(cosignedAt({ signature: Buffer.of(1) })).to.equal(0);
  });
});
