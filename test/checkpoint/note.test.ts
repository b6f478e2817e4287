import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  mostNoteBytes,
  mostSignatures,
  noteText,
  openNote,
  parseNote,
  parseSignatureLine,
  signatureLine,
  signNote,
} from '../../src/checkpoint/note.ts';
import { parseSignerKey, parseVerifierKey } from '../../src/checkpoint/note-key.ts';
import { refusal, refused } from '../vault/refusals.ts';
import { c2sp, key, xmod } from './notes.ts';

const example = parseVerifierKey(c2sp.example.vkey);
const peter = parseVerifierKey(xmod.peter.vkey);
const enoch = parseVerifierKey(xmod.enoch.vkey);
const both = `${xmod.text}\n${xmod.peter.line}${xmod.enoch.line}`;
const names = (signatures: readonly { name: string }[]): string[] => signatures.map(({ name }) => name);
/** A line that is well formed, of a key that nobody knows. */
const stranger = (index: number): string =>
  `${signatureLine(`stranger.example/${index}`, 'deadbeef', Buffer.alloc(64, index))}\n`;

describe('a signed note', () => {
  it("is opened: the example of the standard, by the standard's key", () => {
    const { text, good, unknown } = openNote(c2sp.example.note, [example]);
    expect(text).to.equal('This is an example message.\n');
    expect(good.map(({ name, keyId }) => `${name}+${keyId}`)).to.deep.equal(['example.com/foo+530d903a']);
    expect(good[0]?.verifier).to.equal(example);
    expect(unknown).to.deep.equal([]);
  });

  it('is split at its last blank line: its text may have some', () => {
    const { text } = parseNote(c2sp.poem);
    expect(text).to.equal(
      'Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n',
    );
  });

  it('is signed to the bytes that x/mod signs', async () => {
    const note = await signNote(xmod.text, [parseSignerKey(xmod.peter.signer)]);
    expect(note).to.equal(`${xmod.text}\n${xmod.peter.line}`);
  });

  it('passes over the signatures of keys that were not given, and shows them', () => {
    const opened = openNote(both, [peter]);
    expect([names(opened.good), names(opened.unknown)]).to.deep.equal([['PeterNeumann'], ['EnochRoot']]);
    expect(names(openNote(both, [enoch, peter]).good)).to.deep.equal(['PeterNeumann', 'EnochRoot']);
  });

  it('is refused where no key that was given has signed', () => {
    expect(refusal(() => openNote(both, []), 'signature-invalid').message).to.contain('EnochRoot+af0cfe78');
    refusal(() => openNote(both, [example]), 'signature-invalid');
  });

  it('is refused where a key that was given has signed something else, whoever else signed', () => {
    const other = both.replace('answer', 'question');
    for (const verifiers of [[peter], [enoch], [peter, enoch]])
      refusal(() => openNote(other, verifiers), 'signature-invalid');
    const bad = `${xmod.text}\n${xmod.peter.line}${xmod.enoch.line.replace('eBzm', 'eBzn')}`;
    refusal(() => openNote(bad, [peter, enoch]), 'signature-invalid');
    expect(names(openNote(bad, [peter]).good)).to.deep.equal(['PeterNeumann']);
  });

  it('takes a name with another key id, or an id with another name, for a key that was not given', () => {
    const misnamed = both.replaceAll('— PeterNeumann', '— CarmenSandiego');
    refusal(() => openNote(misnamed, [peter]), 'signature-invalid');
    expect(names(openNote(misnamed, [peter, enoch]).unknown)).to.deep.equal(['CarmenSandiego']);
    const otherId = both.replace('x08go', 'xxxxx');
    refusal(() => openNote(otherId, [peter]), 'signature-invalid');
  });

  it('counts a key once, however many lines it has, and refuses it for one bad line among them', () => {
    const { peter: of, enoch: other } = xmod;
    const twice = `${xmod.text}\n${of.line}${of.line}${other.line}${other.line}`;
    expect(names(openNote(twice, [peter]).good)).to.deep.equal(['PeterNeumann']);
    expect(names(openNote(twice, [peter, peter, enoch]).good)).to.deep.equal(['PeterNeumann', 'EnochRoot']);
    const spoiled = `${xmod.text}\n${of.line}${of.line.replace('ZJku', 'ZJkv')}`;
    refusal(() => openNote(spoiled, [peter]), 'signature-invalid');
  });

  it('is refused where two different keys share name and id: a line could be of either', () => {
    const twin = { ...enoch, name: peter.name, keyId: peter.keyId };
    for (const verifiers of [
      [peter, twin],
      [twin, peter],
    ])
      refusal(() => openNote(both, verifiers), 'key-refused');
  });

  it('may have sixteen signatures and up to a hundred, and no more', async () => {
    const keys = Array.from({ length: 16 }, (_, index) => key(`key.example/${index}`));
    const note = await signNote(
      xmod.text,
      keys.map(({ signer }) => signer),
    );
    expect(
      openNote(
        note,
        keys.map(({ verifier }) => verifier),
      ).good,
    ).to.have.length(16);
    const strangers = (count: number): string =>
      `${xmod.text}\n${Array.from({ length: count }, (_, index) => stranger(index)).join('')}`;
    expect(openNote(strangers(mostSignatures - 1) + xmod.peter.line, [peter]).unknown).to.have.length(99);
    refusal(() => openNote(strangers(mostSignatures) + xmod.peter.line, [peter]), 'note-invalid');
    refusal(() => openNote(xmod.peter.line.repeat(101), [peter]), 'note-invalid');
  });

  it('has at most a million bytes, counted as UTF-8', () => {
    const of = (text: string): string => `${text}\n\n${xmod.peter.line}`;
    const left = mostNoteBytes - Buffer.byteLength(of(''));
    expect(parseNote(of('a'.repeat(left))).signatures).to.have.length(1);
    refusal(() => parseNote(of('a'.repeat(left + 1))), 'note-invalid');
    refusal(() => parseNote(of('é'.repeat(left / 2 + 1))), 'note-invalid');
  });

  const lines = xmod.peter.line;
  const mangled: Readonly<Record<string, string>> = {
    'a text alone': xmod.text,
    'no signature line': `${xmod.text}\n`,
    'a signature line without its newline': `${xmod.text}\n${lines.slice(0, -1)}`,
    'a control character in the text': `\u0001${xmod.text}\n${lines}`,
    'a NUL in the text': xmod.text.replace('then', 'th\u0000en').concat('\n', lines),
    'a tab in the text': xmod.text.replace(' ', '\t').concat('\n', lines),
    CRLF: both.replaceAll('\n', '\r\n'),
    'a carriage return in a signature line': `${xmod.text}\n${lines.replace('\n', '\r\n')}`,
    'half a surrogate pair': `\ud800${xmod.text}\n${lines}`,
    'a space in a name': `${xmod.text}\n— Bad Name x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`,
    'a plus sign in a name': `${xmod.text}\n${lines.replace('PeterNeumann', 'Peter+Neumann')}`,
    'a no-break space in a name': `${xmod.text}\n${lines.replace('PeterNeumann', 'Peter\u00a0Neumann')}`,
    'a line separator in a name': `${xmod.text}\n${lines.replace('PeterNeumann', 'Peter\u2028Neumann')}`,
    'a control character in a name': `${xmod.text}\n${lines.replace('PeterNeumann', 'Peter\u0085Neumann')}`,
    'no name': `${xmod.text}\n${lines.replace('PeterNeumann', '')}`,
    'no name and no space for it': `${xmod.text}\n${lines.replace('PeterNeumann ', '')}`,
    'a hyphen for the dash': `${xmod.text}\n${lines.replace('—', '-')}`,
    'an en dash for the dash': `${xmod.text}\n${lines.replace('—', '–')}`,
    'two spaces': `${xmod.text}\n${lines.replace('Neumann ', 'Neumann  ')}`,
    'a space at the end of the line': `${xmod.text}\n${lines.replace('\n', ' \n')}`,
    'a space before the dash': `${xmod.text}\n ${lines}`,
    'another line after the signatures': `${xmod.text}\n${lines}Unexpected line.\n`,
    'a blank line after the signatures': `${xmod.text}\n${lines}\n`,
    'base64 without its padding': `${xmod.text}\n${lines.replace('=', '')}`,
    base64url: `${xmod.text}\n${lines.replaceAll('/', '_')}`,
    'bits left over in the base64': `${xmod.text}\n${lines.replace('nAM=', 'nAN=')}`,
    'a signature of no bytes': `${xmod.text}\n— PeterNeumann x08goA==\n`,
    nothing: '',
    'one newline': '\n',
    'two newlines': '\n\n',
  };
  for (const [what, note] of Object.entries(mangled)) {
    it(`is refused with ${what}`, () => {
      refusal(() => openNote(note, [peter, enoch]), 'note-invalid');
    });
  }

  it('is refused for a bad line of any key: there is one spelling of a note', () => {
    refusal(() => openNote(`${both}— stranger.example AAAA\n`, [peter]), 'note-invalid');
  });

  it('reads lines before the last blank one as text: a signature there signs nothing', () => {
    const moved = `${xmod.text}\n${xmod.peter.line}\n${xmod.enoch.line}`;
    expect(parseNote(moved).text).to.equal(`${xmod.text}\n${xmod.peter.line}`);
    refusal(() => openNote(moved, [peter]), 'signature-invalid');
    refusal(() => openNote(moved, [enoch]), 'signature-invalid');
  });

  it('does not mistake what comes before the text for nothing: a byte order mark, an empty line, a space', () => {
    for (const before of ['\ufeff', '\n', ' ', '\u00a0'])
      refusal(() => openNote(`${before}${both}`, [peter]), 'signature-invalid');
  });

  it('is taken from bytes only where they are UTF-8, and keeps a byte order mark and U+FFFD as they are', () => {
    expect(noteText(Buffer.from(c2sp.poem))).to.equal(c2sp.poem);
    expect(noteText(Buffer.from('\ufeff\ufffd\n'))).to.equal('\ufeff\ufffd\n');
    for (const bad of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x80]])
      refusal(() => noteText(Buffer.from([...bad, 0x0a])), 'note-invalid');
  });

  it('may hold U+FFFD, which is a character like any other', async () => {
    const { signer, verifier } = key('key.example/a');
    expect(openNote(await signNote('\ufffd\u0080\n', [signer]), [verifier]).text).to.equal('\ufffd\u0080\n');
  });

  it('cannot be made without a signer, without a newline at the end, or of what could not be opened', async () => {
    const { signer } = key('key.example/a');
    await refused(signNote('text\n', []), 'note-invalid');
    await refused(signNote('text', [signer]), 'note-invalid');
    // Its end would be read as a signature line of somebody else.
    await refused(signNote(`a\n\n${stranger(1).trim()}`, [signer]), 'note-invalid');
    await refused(signNote('te\rxt\n', [signer]), 'note-invalid');
    await refused(signNote('te\ud800xt\n', [signer]), 'note-invalid');
  });

  it('cannot be made by a program that signs with another key, something else, or nothing', async () => {
    const { signer } = key('key.example/a');
    const { signer: other } = key('key.example/a');
    const bad = [
      { vkey: signer.vkey, sign: other.sign },
      { vkey: signer.vkey, sign: (text: Uint8Array) => signer.sign(text.subarray(1)) },
      { vkey: signer.vkey, sign: () => Buffer.alloc(64) },
      { vkey: signer.vkey, sign: () => Buffer.alloc(0) },
    ];
    for (const each of bad) await refused(signNote('text\n', [each]), 'signature-invalid');
  });

  it('has no second signature that fits: neither s + L nor a byte more', () => {
    const { signature } = parseSignatureLine(c2sp.example.note.split('\n')[2] ?? '');
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`) + order;
    const raised = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse();
    const malleable = Buffer.concat([signature.subarray(0, 32), raised]);
    for (const bytes of [malleable, Buffer.concat([signature, Buffer.alloc(1)]), signature.subarray(0, 63)]) {
      const line = signatureLine('example.com/foo', '530d903a', bytes);
      refusal(() => openNote(`This is an example message.\n\n${line}\n`, [example]), 'signature-invalid');
    }
  });

  it('is what it was after parsing and writing again, whatever its text', () => {
    const texts = fc.string({
      unit: fc.oneof(fc.constant('\n'), fc.constant('— a AAAAAAA='), fc.string({ unit: 'binary' })),
    });
    const signatures = fc.array(fc.uint8Array({ minLength: 5, maxLength: 80 }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(texts, signatures, (body, lines) => {
        const text = `${body.replaceAll(/(?!\n)\p{Control}/gu, '')}\n`;
        const written = lines.map((bytes, at) =>
          signatureLine(`k${at}`, Buffer.from(bytes).toString('hex', 0, 4), bytes.subarray(4)),
        );
        const note = `${text}\n${written.map((line) => `${line}\n`).join('')}`;
        const parsed = parseNote(note);
        expect(parsed.text).to.equal(text);
        expect(parsed.signatures.map(({ line }) => line)).to.deep.equal(written);
      }),
    );
  });

  it('no longer opens with any bit of it flipped', () => {
    const bytes = Buffer.from(c2sp.example.note);
    const opened: number[] = [];
    for (let bit = 0; bit < 8 * bytes.byteLength; bit += 1) {
      const copy = Buffer.from(bytes);
      copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      try {
        openNote(noteText(copy), [example]);
        opened.push(bit);
      } catch {}
    }
    expect(opened).to.deep.equal([]);
  });
});
