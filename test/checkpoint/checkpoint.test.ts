import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { emptyRoot } from '../../projections/merkle/hash.ts';
import {
  type Checkpoint,
  formatCheckpoint,
  openCheckpoint,
  parseCheckpoint,
} from '../../src/checkpoint/checkpoint.ts';
import { cosign } from '../../src/checkpoint/cosignature.ts';
import { parseNote, signNote } from '../../src/checkpoint/note.ts';
import { refusal } from '../vault/refusals.ts';
import { c2sp, key } from './notes.ts';

const origin = 'ledger.example/governance';
const root = Buffer.alloc(32, 7);
const good = `${origin}\n5\n${root.toString('base64')}\n`;
const head: Checkpoint = { origin, size: 5, root };

describe('a checkpoint', () => {
  it('is read as the standards publish it, with and without a cosignature', () => {
    for (const note of [c2sp.checkpoint, c2sp.cosigned]) {
      const { text } = parseNote(note);
      const checkpoint = parseCheckpoint(text);
      expect([checkpoint.origin, checkpoint.size]).to.deep.equal(['example.com/behind-the-sofa', 20_852_163]);
      expect(formatCheckpoint(checkpoint)).to.equal(text);
    }
  });

  it('is what it was after writing and reading, whatever its head', () => {
    const heads = fc.record({
      origin: fc.stringMatching(/^[a-z./-]{1,20}$/),
      size: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      root: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes)),
    });
    fc.assert(
      fc.property(heads, (each) => {
        expect(parseCheckpoint(formatCheckpoint(each))).to.deep.equal(each);
      }),
    );
  });

  const line3 = root.toString('base64');
  const bad: Record<string, string> = {
    nothing: '',
    'no newline at its end': good.slice(0, -1),
    'no root': `${origin}\n5\n`,
    'an empty line for its root': `${origin}\n5\n\n`,
    'an extension line': `${good}extension\n`,
    'an extension line of no characters': `${good}\n`,
    'an extension without newline': `${good}x`,
    'no origin': `\n5\n${line3}\n`,
    'a space in its origin': `ledger example\n5\n${line3}\n`,
    'a plus sign in its origin': `ledger+example\n5\n${line3}\n`,
    'lines before it': `\n${good}`,
    CRLF: good.replaceAll('\n', '\r\n'),
    'no size': `${origin}\n\n${line3}\n`,
    'a root of 31 bytes': `${origin}\n5\n${root.toString('base64', 0, 31)}\n`,
    'a root of 33 bytes': `${origin}\n5\n${Buffer.alloc(33).toString('base64')}\n`,
    'a root without padding': `${origin}\n5\n${line3.replace('=', '')}\n`,
    'a root in base64url': `${origin}\n5\n${Buffer.alloc(32, 0xff).toString('base64').replaceAll('/', '_')}\n`,
    'a root with bits left over': `${origin}\n5\n${line3.replace('c=', 'd=')}\n`,
    'a root in hex': `${origin}\n5\n${root.toString('hex')}\n`,
    'a space after its root': `${origin}\n5\n${line3} \n`,
    'another root than SHA-256 of nothing for the empty tree': `${origin}\n0\n${line3}\n`,
  };
  for (const size of [
    '05',
    '00',
    '+5',
    '-5',
    '-0',
    '5.0',
    '5e0',
    '0x5',
    '5n',
    ' 5',
    '5 ',
    '5_0',
    '٥',
    'five',
    '9007199254740992',
    '9007199254740993',
    '18446744073709551616',
    '1'.repeat(400),
  ])
    bad[`the size ${size.slice(0, 30)}`] = `${origin}\n${size}\n${line3}\n`;
  for (const [what, text] of Object.entries(bad)) {
    it(`is refused with ${what}`, () => {
      refusal(() => parseCheckpoint(text), 'checkpoint-invalid');
    });
  }

  it('may have any size up to 2^53 − 1', () => {
    expect(parseCheckpoint(good.replace('\n5\n', '\n9007199254740991\n')).size).to.equal(2 ** 53 - 1);
    expect(parseCheckpoint(formatCheckpoint({ origin, size: 0, root: emptyRoot })).size).to.equal(0);
  });

  it('is not written where it could not be read', () => {
    const heads: readonly Checkpoint[] = [
      { ...head, size: -1 },
      { ...head, size: 0.5 },
      { ...head, size: 2 ** 53 },
      { ...head, size: 1e21 },
      { ...head, size: 0 },
      { ...head, root: root.subarray(1) },
      { ...head, origin: '' },
      { ...head, origin: `${origin}\n6` },
      { ...head, origin: 'a+b' },
    ];
    for (const each of heads) refusal(() => formatCheckpoint(each), 'checkpoint-invalid');
  });
});

describe('a signed checkpoint', () => {
  const log = key(origin);
  const next = key(origin);
  const other = key('other.example/log');
  const witness = key('w.example', 'cosignature');
  /** A witness that took the name of the log. */
  const impostor = key(origin, 'cosignature');

  it('is opened by the key of its origin, with the good and the unknown lines beside it', async () => {
    const note = await signNote(good, [log.signer, next.signer, other.signer]);
    const opened = openCheckpoint(note, [log.verifier]);
    expect([opened.origin, opened.size, opened.text]).to.deep.equal([origin, 5, good]);
    expect(opened.good.map(({ verifier }) => verifier)).to.deep.equal([log.verifier]);
    expect(opened.unknown).to.have.length(2);
    expect(openCheckpoint(note, [log.verifier, next.verifier]).good).to.have.length(2);
  });

  it('is refused where a key of another name signed it, even one that was given', async () => {
    const note = await signNote(good, [other.signer]);
    const { message } = refusal(() => openCheckpoint(note, [other.verifier]), 'signature-invalid');
    expect(message).to.contain('not signed by a key of that name');
    refusal(() => openCheckpoint(note, [log.verifier, other.verifier]), 'signature-invalid');
  });

  it("is refused where a cosignature stands in for the log's signature, under whatever name", async () => {
    for (const each of [witness, impostor]) {
      const note = `${good}\n${await cosign(good, each.signer, 1_700_000_000)}\n`;
      refusal(() => openCheckpoint(note, [each.verifier]), 'signature-invalid');
      refusal(() => openCheckpoint(note, [log.verifier, each.verifier]), 'signature-invalid');
    }
  });

  it('is opened with a cosignature beside the signature of its log', async () => {
    const note = `${await signNote(good, [log.signer])}${await cosign(good, witness.signer, 1_700_000_000)}\n`;
    const opened = openCheckpoint(note, [log.verifier, witness.verifier]);
    expect(opened.good.map(({ verifier }) => verifier.type)).to.deep.equal([1, 4]);
  });

  it('is refused where what is signed is no checkpoint, or has an extension line', async () => {
    for (const text of [`${good}extension\n`, `${origin}\n`, `${good}\n`]) {
      const note = await signNote(text, [log.signer]);
      refusal(() => openCheckpoint(note, [log.verifier]), 'checkpoint-invalid');
    }
  });
});
