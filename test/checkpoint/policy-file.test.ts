import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { isLedgerError } from '../../events/errors.ts';
import { makeLogKey } from '../../src/checkpoint/log-key.ts';
import { noteKeyTypes, verifierKey } from '../../src/checkpoint/note-key.ts';
import { quorumWords } from '../../src/checkpoint/policy.ts';
import { mostOfEach, mostPolicyBytes, parsePolicy } from '../../src/checkpoint/policy-file.ts';

const log = makeLogKey('ledger.example/governance').verifier;
const witness = (name: string): string => makeLogKey(name, 'cosignature').verifier;
const [x1, x2, x3, y1, y2, y3] = ['x1', 'x2', 'x3', 'y1', 'y2', 'y3'].map(witness);

/** The example of C2SP tlog-policy, with keys where it leaves them out. */
const published = `log ${log}

witness X1 ${x1}
witness X2 ${x2}
witness X3 ${x3}
group X-witnesses 2 X1 X2 X3

witness Y1 ${y1}
witness Y2 ${y2}
witness Y3 ${y3}
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
`;

function refusalOf(file: string | Uint8Array): { line: number; rule: string } {
  try {
    parsePolicy(typeof file === 'string' ? Buffer.from(file) : file);
  } catch (error) {
    if (isLedgerError(error) && error.code === 'policy-invalid' && 'line' in error.facts) {
      const { line, rule } = error.facts;
      expect(error.message).to.equal(`line ${line} of the policy: ${rule}`);
      return { line, rule };
    }
    throw error;
  }
  throw new Error('it was accepted');
}

const read = (file: string) => parsePolicy(Buffer.from(file));

describe('a policy file', () => {
  it('is read as the example of the standard says', () => {
    const { logs, witnesses, quorum } = read(published);
    expect(logs.map(({ verifier, url }) => [verifier.vkey, url])).to.deep.equal([[log, null]]);
    expect(witnesses.map(({ name, verifier }) => [name, verifier.vkey])).to.deep.equal([
      ['X1', x1],
      ['X2', x2],
      ['X3', x3],
      ['Y1', y1],
      ['Y2', y2],
      ['Y3', y3],
    ]);
    expect(quorumWords(quorum)).to.equal(
      'X-and-Y (2 of X-witnesses (2 of X1, X2, X3), Y-witnesses (1 of Y1, Y2, Y3))',
    );
  });

  it('may consist of a quorum line alone', () => {
    expect(read('quorum none\n')).to.deep.equal({ logs: [], witnesses: [], quorum: null });
  });

  it('may have comments, blank lines, tabs and spaces anywhere, and no newline at its end', () => {
    const file = `\n# one\n\t # two\n \t\n\twitness \t w  ${x1}   https://w.example/  \n\n  quorum\tw`;
    const { witnesses, quorum } = read(file);
    expect(witnesses.map(({ name, url }) => [name, url])).to.deep.equal([['w', 'https://w.example/']]);
    expect(quorumWords(quorum)).to.equal('w');
  });

  it('takes any words for names, but for "none"', () => {
    const file = `witness all ${x1}\nwitness any ${x2}\nwitness # ${x3}\ngroup group 2 all any #\nquorum group\n`;
    expect(quorumWords(read(file).quorum)).to.equal('group (2 of all, any, #)');
  });

  it('tells names apart by their octets, whatever they are in Unicode', () => {
    const kelvin = `witness K ${x1}\nwitness \u212a ${x2}\ngroup both all K \u212a\nquorum both\n`;
    expect(read(kelvin).witnesses.map(({ name }) => name)).to.deep.equal(['K', '\u212a']);
    const spaces = `witness a\u00a0b\u0085c ${x1}\nquorum a\u00a0b\u0085c\n`;
    expect(read(spaces).witnesses).to.have.length(1);
    const file = Buffer.concat([
      Buffer.from('witness w'),
      Buffer.of(0x80),
      Buffer.from(` ${x1}\nwitness w`),
      Buffer.of(0x81),
      Buffer.from(` ${x2}\nquorum w`),
      Buffer.of(0x81),
      Buffer.from('\n'),
    ]);
    const { witnesses, quorum } = parsePolicy(file);
    expect(quorum).to.equal(witnesses[1]);
  });

  it('may name one public key as a log and as a witness', () => {
    const key = Buffer.from(log.slice(log.indexOf('+') + 10), 'base64').subarray(1);
    const asWitness = verifierKey('w.example', noteKeyTypes.cosignature, key);
    expect(read(`log ${log}\nwitness w ${asWitness}\nquorum w\n`).witnesses).to.have.length(1);
  });

  it('may give a log two keys, as while they are rotated', () => {
    const next = makeLogKey('ledger.example/governance').verifier;
    expect(read(`log ${log} https://ledger.example/log\nlog ${next}\nquorum none\n`).logs).to.have.length(2);
  });

  const w = `witness w ${x1}\n`;
  const typed = (type: number, bytes: number): string =>
    verifierKey('k.example', type, Buffer.alloc(bytes, 9));
  const again = (key: string, name: string, type: number): string =>
    verifierKey(name, type, Buffer.from(key.slice(key.indexOf('+') + 10), 'base64').subarray(1));
  /** What is wrong, the file, the line, and a part of the words. */
  const wrong: readonly (readonly [what: string, file: string, line: number, words: string])[] = [
    ['a file of no lines', '', 1, 'without a quorum line'],
    ['no quorum', w, 2, 'without a quorum line'],
    ['a quorum without a name', 'quorum\n', 1, 'the quorum is written'],
    ['a quorum of two names', `${w}quorum w w\n`, 2, 'the quorum is written'],
    ['a second quorum', `${w}quorum w\nquorum w\n`, 3, 'the second quorum line'],
    ['a second quorum, after none', `quorum none\n${w}quorum w\n`, 3, 'the second quorum line'],
    ['a quorum of somebody unknown', `${w}quorum v\n`, 2, '"v" is no witness and no group of a line above'],
    ['a quorum above what it names', `quorum w\n${w}`, 1, '"w" is no witness'],
    ['an unknown word', `quibble w\nquorum none\n`, 1, 'begins with "quibble"'],
    ['a word in capitals', `Quorum none\n`, 1, 'begins with "Quorum"'],
    ['a byte order mark', `\ufeffquorum none\n`, 1, 'begins with "\ufeffquorum"'],
    ['a no-break space for a space', `quorum\u00a0none\n`, 1, 'begins with'],
    ['a carriage return', 'quorum none\r\n', 1, '0x0d'],
    ['a control character in a comment', 'quorum none\n# \u0001\n', 2, '0x01'],
    ['a delete character', 'quorum none\n# \u007f\n', 2, '0x7f'],
    ['a zero', 'quorum none\0\n', 1, '0x00'],
    [
      'a comment behind a line',
      `witness w ${x1} https://w.example # ours\nquorum w\n`,
      1,
      'a witness is written',
    ],
    ['a log without a key', 'log\nquorum none\n', 1, 'a log is written'],
    ['a log with more than a URL', `log ${log} https://l.example more\nquorum none\n`, 1, 'a log is written'],
    ['a log whose key is none', 'log nonsense\nquorum none\n', 1, 'name+keyid+key'],
    [
      'a key with a byte order mark before it',
      `log \ufeff${log}\nquorum none\n`,
      1,
      'a letter of it was changed',
    ],
    ['a log with the key of a witness', `log ${x1}\nquorum none\n`, 1, 'type 4; a log has one of type 1'],
    ['a log twice', `log ${log}\nlog ${log} https://l.example\nquorum none\n`, 2, 'in a line above'],
    ['a log under two names', `log ${log}\nlog ${again(log, 'b', 1)}\nquorum none\n`, 2, 'in a line above'],
    ['a witness without a key', 'witness w\nquorum none\n', 1, 'a witness is written'],
    ['a witness without a name', `witness ${x1}\nquorum none\n`, 1, 'a witness is written'],
    [
      'a witness with the key of a log',
      `witness w ${log}\nquorum w\n`,
      1,
      'type 1; a witness has one of type 4',
    ],
    ['an ECDSA key', `witness w ${typed(2, 32)}\nquorum w\n`, 1, 'its type is 2'],
    ['an ML-DSA-44 key', `witness w ${typed(6, 1312)}\nquorum w\n`, 1, 'its type is 6'],
    ['a key that lost a letter', `witness w ${x1?.slice(0, -4)}\nquorum w\n`, 1, 'not accepted'],
    ['a key of low order', `witness w ${verifierKey('w', 4, Buffer.alloc(32))}\nquorum w\n`, 1, 'low order'],
    ['a witness called none', `witness none ${x1}\nquorum none\n`, 1, '"none"'],
    ['a name for two witnesses', `${w}witness w ${x2}\nquorum w\n`, 2, 'the name "w" is taken'],
    ['a witness twice', `${w}witness v ${x1}\nquorum w\n`, 2, 'in a line above'],
    [
      'a witness under two names',
      `${w}witness v ${again(x1 ?? '', 'v', 4)}\nquorum w\n`,
      2,
      'in a line above',
    ],
    ['a name for a witness and a group', `${w}group w any w\nquorum w\n`, 2, 'the name "w" is taken'],
    ['a name for a group and a witness', `${w}group g any w\nwitness g ${x2}\nquorum g\n`, 3, '"g" is taken'],
    ['a group called none', `${w}group none any w\nquorum none\n`, 2, '"none"'],
    ['a group without members', `${w}group g any\nquorum w\n`, 2, 'a group is written'],
    ['a group of itself', `${w}group g any g\nquorum w\n`, 2, '"g" is no witness'],
    ['a group with none in it', `${w}group g any none w\nquorum g\n`, 2, '"none" is no witness'],
    ['a group with somebody unknown', `${w}group g any v\nquorum g\n`, 2, '"v" is no witness'],
    ['a group above its members', `group g any w\n${w}quorum g\n`, 1, '"w" is no witness'],
    ['a member twice in a group', `${w}group g all w w\nquorum g\n`, 2, 'a member of a group already'],
    [
      'a member of two groups',
      `${w}witness v ${x2}\ngroup g any w v\ngroup h any w\nquorum g\n`,
      4,
      'a member of a group already',
    ],
    ...['0', '2', '-1', '01', '+1', '1.0', '1e0', 'All', 'most', '9007199254740993'].map(
      (need) =>
        [
          `"${need}" of one member`,
          `${w}group g ${need} w\nquorum g\n`,
          2,
          `"${need}" of 1; accepted`,
        ] as const,
    ),
  ];
  for (const [what, file, line, words] of wrong) {
    it(`is refused by its line for ${what}`, () => {
      const refusal = refusalOf(file);
      expect(refusal.line).to.equal(line);
      expect(refusal.rule).to.contain(words);
    });
  }

  it('is refused where it is larger than anyone needs, and takes 32 of each kind and more', () => {
    const names = Array.from({ length: mostOfEach + 1 }, (_, at) => `w${at}`);
    const lines = names.map((name) => `witness ${name} ${witness(name)}\n`);
    expect(refusalOf(lines.join('')).line).to.equal(mostOfEach + 1);
    expect(read(`${lines.slice(0, mostOfEach).join('')}quorum w0\n`).witnesses).to.have.length(mostOfEach);
    const logs = names.map((name) => `log ${makeLogKey(name).verifier}\n`);
    expect(refusalOf(logs.join('')).line).to.equal(mostOfEach + 1);
    const chain = names.map((name, at) => `group g${name} any ${at === 0 ? 'w0' : `gw${at - 1}`}\n`);
    expect(refusalOf(lines[0] + chain.join('')).line).to.equal(mostOfEach + 2);
    expect(refusalOf('#'.repeat(mostPolicyBytes + 1)).rule).to.contain('at most');
  });

  it('loses no line unnoticed: without any one of them it is refused, or asks for fewer', () => {
    const lines = published.trimEnd().split('\n');
    const outcomes = lines
      .filter((line) => line !== '')
      .map((line) => {
        const rest = `${lines.filter((each) => each !== line).join('\n')}\n`;
        return line.startsWith('log') ? read(rest).logs.length : refusalOf(rest).line > 0;
      });
    expect(outcomes).to.deep.equal([0, ...Array.from({ length: 10 }, () => true)]);
  });

  it('is read, or refused by a line of it, whatever the octets', () => {
    const fragment = fc.constantFrom(
      'log',
      'witness',
      'group',
      'quorum',
      'any',
      'all',
      '2',
      'none',
      'a',
      'b',
      '#',
      '\n',
      '\n',
      '\t',
      ' ',
      '\r',
      String(x1),
      log,
    );
    const file = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(fragment, { maxLength: 60 }).map((parts) => Buffer.from(parts.join(' '))),
    );
    fc.assert(
      fc.property(file, (bytes) => {
        try {
          parsePolicy(bytes);
        } catch (error) {
          const lines = Buffer.from(bytes).toString('latin1').split('\n').length;
          if (!isLedgerError(error) || !('line' in error.facts)) throw error;
          expect(error.facts.line).to.be.within(1, lines);
        }
      }),
      { numRuns: 500 },
    );
  });
});
