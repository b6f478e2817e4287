import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { emptyRoot, leafHash } from '../../projections/merkle/hash.ts';
import { formatCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { signNote } from '../../src/checkpoint/note.ts';
import { formatTlogProof, parseTlogProof, verifyTlogProof } from '../../src/checkpoint/tlog-proof.ts';
import { LiteralLog } from '../merkle/literal-rfc.ts';
import { refusal } from '../vault/refusals.ts';
import { key } from './notes.ts';

const origin = 'ledger.example/governance';
const { signer, verifier } = key(origin);
const log = new LiteralLog();
for (let index = 0; index < 70; index += 1) log.append(Buffer.from(`entry ${index}`));

const checkpointOf = (size: number): Promise<string> =>
  signNote(formatCheckpoint({ origin, size, root: log.mth(0, size) }), [signer]);
const receiptOf = async (index: number, size: number): Promise<string> =>
  formatTlogProof({ index, proof: log.path(index, 0, size), checkpoint: await checkpointOf(size) });

describe('a receipt', () => {
  it('proves every entry at every size, and no other entry', async () => {
    for (let size = 1; size <= 70; size += 23) {
      for (let index = 0; index < size; index += 1) {
        const receipt = await receiptOf(index, size);
        const proved = verifyTlogProof(receipt, log.entry(index), [verifier]);
        expect([proved.index, proved.checkpoint.size, proved.checkpoint.origin]).to.deep.equal([
          index,
          size,
          origin,
        ]);
        refusal(() => verifyTlogProof(receipt, log.entry((index + 1) % 70), [verifier]), 'proof-invalid');
        refusal(() => verifyTlogProof(receipt, leafHash(log.entry(index)), [verifier]), 'proof-invalid');
      }
    }
  });

  it('proves nothing to whoever has another key', async () => {
    const receipt = await receiptOf(3, 24);
    for (const keys of [[], [key(origin).verifier]])
      refusal(() => verifyTlogProof(receipt, log.entry(3), keys), 'signature-invalid');
  });

  it('is refused where its index lies outside its checkpoint', async () => {
    const receipt = await receiptOf(3, 24);
    for (const index of [24, 25, 2 ** 32 + 3, Number.MAX_SAFE_INTEGER])
      refusal(
        () => verifyTlogProof(receipt.replace('index 3', `index ${index}`), log.entry(3), [verifier]),
        'receipt-invalid',
      );
    const empty = await signNote(formatCheckpoint({ origin, size: 0, root: emptyRoot }), [signer]);
    const none = formatTlogProof({ index: 0, proof: [], checkpoint: empty });
    refusal(() => verifyTlogProof(none, Buffer.alloc(0), [verifier]), 'receipt-invalid');
  });

  it('is refused with the checkpoint of another size put under it, and with two checkpoints', async () => {
    const receipt = await receiptOf(3, 24);
    const [proof = ''] = receipt.split('\n\n');
    const later = `${proof}\n\n${await checkpointOf(47)}`;
    refusal(() => verifyTlogProof(later, log.entry(3), [verifier]), 'proof-invalid');
    const two = `${receipt}${await checkpointOf(47)}`;
    refusal(() => verifyTlogProof(two, log.entry(3), [verifier]), 'signature-invalid');
  });

  it('has an extra line for whoever wants one, of which nothing is believed', async () => {
    const checkpoint = await checkpointOf(24);
    const proof = log.path(3, 0, 24);
    const extra = Buffer.from('anything\n');
    const receipt = formatTlogProof({ index: 3, proof, checkpoint, extra });
    expect(receipt.split('\n')[1]).to.equal(`extra ${extra.toString('base64')}`);
    expect(parseTlogProof(receipt)).to.deep.equal({ index: 3, proof, checkpoint, extra });
    expect(verifyTlogProof(receipt, log.entry(3), [verifier]).index).to.equal(3);
    const changed = receipt.replace(/^extra .*$/m, 'extra AAAA');
    expect(verifyTlogProof(changed, log.entry(3), [verifier]).index).to.equal(3);
  });

  it('may have 63 hashes, and no more', () => {
    const hash = Buffer.alloc(32, 1);
    const of = (count: number): string =>
      `c2sp.org/tlog-proof@v1\nindex 0\n${`${hash.toString('base64')}\n`.repeat(count)}\nnote`;
    expect(parseTlogProof(of(63)).proof).to.have.length(63);
    expect(parseTlogProof(of(0)).proof).to.have.length(0);
    refusal(() => parseTlogProof(of(64)), 'receipt-invalid');
  });

  const good = `c2sp.org/tlog-proof@v1\nindex 3\n${Buffer.alloc(32, 1).toString('base64')}\n\nnote`;
  const bad: Record<string, string> = {
    nothing: '',
    'no blank line': good.replace('\n\n', '\n'),
    'another version': good.replace('@v1', '@v2'),
    'a space after its first line': good.replace('@v1', '@v1 '),
    'a byte order mark': `\ufeff${good}`,
    CRLF: good.replaceAll('\n', '\r\n'),
    'no index': good.replace('index 3\n', ''),
    'two indexes': good.replace('index 3\n', 'index 3\nindex 3\n'),
    'two extra lines': good.replace('index', 'extra AAAA\nextra AAAA\nindex'),
    'extra after the index': good.replace('index 3\n', 'index 3\nextra AAAA\n'),
    'extra that is no base64': good.replace('index', 'extra A\nindex'),
    'extra without its space': good.replace('index', 'extra\nindex'),
    'an index in capitals': good.replace('index', 'Index'),
    'two spaces before its index': good.replace('index 3', 'index  3'),
    'a hash of 31 bytes': good.replace(/AQE=/, ''),
    'a hash in base64url': good.replace(/AQEB/, '_-_-'),
    'a hash without padding': good.replace('=', ''),
    'a space after a hash': good.replace('=', '= '),
    'a blank line before its hashes': good.replace('index 3\n', 'index 3\n\n'),
  };
  for (const index of ['03', '+3', '-3', '3.0', '3e0', '0x3', '', '9007199254740992', '18446744073709551615'])
    bad[`the index "${index}"`] = good.replace('index 3', `index ${index}`);
  for (const [what, text] of Object.entries(bad)) {
    it(`is refused with ${what}`, async () => {
      if (what === 'a blank line before its hashes')
        refusal(() => verifyTlogProof(text, log.entry(3), [verifier]), 'note-invalid');
      else refusal(() => parseTlogProof(text), 'receipt-invalid');
    });
  }

  it('is not written where it could not be read', () => {
    const hash = Buffer.alloc(32);
    const checkpoint = 'note';
    for (const index of [-1, 0.5, 2 ** 53, 1e21, Number.NaN])
      refusal(() => formatTlogProof({ index, proof: [], checkpoint }), 'receipt-invalid');
    refusal(() => formatTlogProof({ index: 0, proof: [hash.subarray(1)], checkpoint }), 'receipt-invalid');
    refusal(
      () => formatTlogProof({ index: 0, proof: Array.from({ length: 64 }, () => hash), checkpoint }),
      'receipt-invalid',
    );
  });

  it('is what it was after writing and reading', () => {
    const receipts = fc.record(
      {
        index: fc.maxSafeNat(),
        proof: fc.array(
          fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes)),
          { maxLength: 63 },
        ),
        checkpoint: fc.string({ unit: fc.oneof(fc.constant('\n'), fc.string()) }),
        extra: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      },
      { requiredKeys: ['index', 'proof', 'checkpoint'] },
    );
    fc.assert(
      fc.property(receipts, (each) => {
        expect(parseTlogProof(formatTlogProof(each))).to.deep.equal({ ...each });
      }),
    );
  });

  it('no longer proves its entry with any bit of it flipped', async () => {
    const bytes = Buffer.from(await receiptOf(3, 24));
    const proved: number[] = [];
    for (let bit = 0; bit < 8 * bytes.byteLength; bit += 1) {
      const copy = Buffer.from(bytes);
      copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      try {
        verifyTlogProof(copy.toString(), log.entry(3), [verifier]);
        proved.push(bit);
      } catch {}
    }
    expect(proved).to.deep.equal([]);
  });
});
