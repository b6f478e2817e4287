import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { isLedgerError } from '../../events/errors.ts';
import { emptyRoot } from '../../projections/merkle/hash.ts';
import { formatCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { cosign } from '../../src/checkpoint/cosignature.ts';
import { makeLogKey } from '../../src/checkpoint/log-key.ts';
import { signNote } from '../../src/checkpoint/note.ts';
import { parseSignerKey, parseVerifierKey } from '../../src/checkpoint/note-key.ts';
import { openWitnessed, type Policy } from '../../src/checkpoint/policy.ts';
import { parsePolicy } from '../../src/checkpoint/policy-file.ts';

const origin = 'ledger.example/governance';
const log = makeLogKey(origin);
const text = formatCheckpoint({ origin, size: 0, root: emptyRoot });
const names = ['a', 'b', 'c', 'd', 'e'] as const;
type Name = (typeof names)[number];
const keys = Object.fromEntries(names.map((name) => [name, makeLogKey(`${name}.example`, 'cosignature')]));
const keyOf = (name: Name) => keys[name] ?? makeLogKey(name);

const policyOf = (quorum: string, of: readonly Name[] = names): Policy => {
  const witnesses = of.map((name) => `witness ${name} ${keyOf(name).verifier}\n`);
  return parsePolicy(Buffer.from(`log ${log.verifier}\n${witnesses.join('')}${quorum}`));
};

async function noteBy(signed: readonly Name[], of = text): Promise<string> {
  const lines = signed.map((name, at) => cosign(of, parseSignerKey(keyOf(name).signer), 1_700_000_000 + at));
  return (
    (await signNote(of, [parseSignerKey(log.signer)])) +
    (await Promise.all(lines)).map((line) => `${line}\n`).join('')
  );
}

function refusalOf(act: () => unknown): { code: string; message: string; facts: object } {
  try {
    act();
  } catch (error) {
    if (isLedgerError(error)) return { code: error.code, message: error.message, facts: error.facts };
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a checkpoint and its witnesses', () => {
  it('is taken with enough cosignatures, and names who signed in the order of the policy', async () => {
    const policy = policyOf('group g 2 a b c\nquorum g\n');
    const opened = openWitnessed(await noteBy(['c', 'e', 'a']), policy);
    expect(opened.witnesses).to.deep.equal(['a', 'c', 'e']);
    expect(opened).to.include({ origin, size: 0, text });
  });

  it('is refused with too few, naming who signed and what is asked for', async () => {
    const policy = policyOf('group g 2 a b c\ngroup h all g d\nquorum h\n');
    const note = await noteBy(['a', 'd']);
    const { code, message, facts } = refusalOf(() => openWitnessed(note, policy));
    expect(code).to.equal('witness-quorum');
    expect(facts).to.deep.equal({ have: ['a', 'd'], need: 'h (2 of g (2 of a, b, c), d)' });
    expect(message).to.equal(
      `the checkpoint of ${origin} with 0 entries is cosigned by a, d; the policy asks for h (2 of g (2 of a, b, c), d)`,
    );
    const bare = await noteBy([]);
    expect(refusalOf(() => openWitnessed(bare, policy)).message).to.contain('cosigned by no witness');
  });

  const quorums: readonly (readonly [
    words: string,
    lines: string,
    suffices: (has: (name: Name) => boolean) => boolean,
  ])[] = [
    ['none', 'quorum none\n', () => true],
    ['one witness', 'quorum b\n', (has) => has('b')],
    ['any', 'group g any a b c\nquorum g\n', (has) => has('a') || has('b') || has('c')],
    ['all', 'group g all a b c\nquorum g\n', (has) => has('a') && has('b') && has('c')],
    [
      'two of three',
      'group g 2 a b c\nquorum g\n',
      (has) => [has('a'), has('b'), has('c')].filter(Boolean).length >= 2,
    ],
    [
      'two of three and any of two',
      'group x 2 a b c\ngroup y any d e\ngroup z all x y\nquorum z\n',
      (has) => [has('a'), has('b'), has('c')].filter(Boolean).length >= 2 && (has('d') || has('e')),
    ],
    [
      'one, or a group of one that is a group of two',
      'group x all a b\ngroup y 1 x\ngroup z any y c\nquorum z\n',
      (has) => (has('a') && has('b')) || has('c'),
    ],
  ];
  for (const [words, lines, suffices] of quorums) {
    it(`needs exactly those whom the policy asks for: ${words}`, async () => {
      const policy = policyOf(lines);
      for (let set = 0; set < 2 ** names.length; set += 1) {
        const signed = names.filter((_, at) => Math.floor(set / 2 ** at) % 2 === 1);
        const note = await noteBy(signed);
        const open = (): unknown => openWitnessed(note, policy).witnesses;
        if (suffices((name) => signed.includes(name))) expect(open(), signed.join()).to.deep.equal(signed);
        else expect(refusalOf(open).code, signed.join()).to.equal('witness-quorum');
      }
    });
  }

  it('is refused for one bad line of a known witness, though enough others signed', async () => {
    const policy = policyOf('quorum a\n');
    const note = await noteBy(['a']);
    const other = await noteBy(['b'], formatCheckpoint({ origin, size: 1, root: Buffer.alloc(32) }));
    const line = other.trimEnd().split('\n').at(-1);
    expect(refusalOf(() => openWitnessed(`${note}${line}\n`, policy)).code).to.equal('signature-invalid');
    // Whoever does not know that witness passes its line over.
    expect(openWitnessed(`${note}${line}\n`, policyOf('quorum a\n', ['a'])).witnesses).to.deep.equal(['a']);
  });

  it('counts a witness once, however often its line stands there', async () => {
    const policy = policyOf('group g 2 a b\nquorum g\n');
    const note = await noteBy(['a', 'a', 'a']);
    expect(refusalOf(() => openWitnessed(note, policy)).facts).to.deep.include({ have: ['a'] });
  });

  it('is refused without a signature of the log, however many witnesses signed', async () => {
    const policy = policyOf('quorum none\n');
    const [body = '', lines = ''] = (await noteBy(['a', 'b'])).split('\n\n');
    const cosigned = `${body}\n\n${lines.split('\n').slice(1).join('\n')}`;
    expect(refusalOf(() => openWitnessed(cosigned, policy)).code).to.equal('signature-invalid');
  });

  it('is refused where a witness that is named like the log signed in its place', async () => {
    const named = makeLogKey(origin, 'cosignature');
    const policy = parsePolicy(Buffer.from(`log ${log.verifier}\nwitness w ${named.verifier}\nquorum w\n`));
    const line = await cosign(text, parseSignerKey(named.signer), 1_700_000_000);
    expect(refusalOf(() => openWitnessed(`${text}\n${line}\n`, policy)).code).to.equal('signature-invalid');
  });

  it('may be of a log that the reader knows from elsewhere', async () => {
    const policy = parsePolicy(Buffer.from(`witness a ${keyOf('a').verifier}\nquorum a\n`));
    const note = await noteBy(['a']);
    expect(refusalOf(() => openWitnessed(note, policy)).code).to.equal('signature-invalid');
    expect(openWitnessed(note, policy, [parseVerifierKey(log.verifier)]).witnesses).to.deep.equal(['a']);
  });

  it('is refused after any one character of it was changed', async () => {
    const policy = policyOf('group g all a b\nquorum g\n');
    const note = await noteBy(['a', 'b']);
    fc.assert(
      fc.property(fc.nat(note.length - 1), fc.constantFrom('A', '0', '=', ' ', '\n', '+', '—'), (at, by) => {
        const changed = note.slice(0, at) + by + note.slice(at + 1);
        fc.pre(changed !== note);
        refusalOf(() => openWitnessed(changed, policy));
      }),
      { numRuns: 300 },
    );
  });
});
