import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { isLedgerError } from '../../events/errors.ts';
import { checkHistory, openHistory } from '../../src/import/history-files.ts';
import { LINE_LIMIT } from '../../src/import/lines.ts';
import { example, exampleAct, examplePath, historyFile, type Line } from './history-files.ts';

const standing = { now: '2026-01-01T00:00:00.000Z', hasFramework: (key: string) => key === 'in-the-ledger' };

async function checked(...paths: readonly string[]): Promise<number> {
  const history = await openHistory(paths);
  try {
    return await checkHistory(history, standing);
  } finally {
    await history.close();
  }
}

/** `line field rule` of every finding. */
async function findings(lines: readonly (Line | string)[]): Promise<readonly string[]> {
  try {
    await checked(historyFile(lines));
    return [];
  } catch (error) {
    if (!isLedgerError(error) || !('findings' in error.facts)) throw error;
    return error.facts.findings.map(({ line, field, rule }) => `${line} ${field} ${rule}`);
  }
}

const nameless: Line = { act: 'person', key: 'p-ada', person: 'ada', kind: 'human' };
const upTo = (key: string): readonly Line[] =>
  example.slice(0, example.findIndex((line) => line.key === key) + 1);
/** The example up to an act, and that act changed. */
const changed = (key: string, change: Readonly<Record<string, unknown>>): readonly Line[] => [
  ...upTo(key).slice(0, -1),
  { ...exampleAct(key), ...change },
];

describe('a history, checked before anything of it is imported', () => {
  it('is the example of the documentation, every act of it', async () => {
    expect(await checked(examplePath)).to.equal(example.length);
  });

  it('may stand in several files, read in the order in which they are given', async () => {
    const [first, second] = [historyFile(example.slice(0, 9)), historyFile(example.slice(9))];
    expect(await checked(first, second)).to.equal(example.length);
    expect(await checked(second, first).catch(() => 'refused')).to.equal('refused');
  });

  it('passes over blank lines and takes a last line without an end', async () => {
    const path = historyFile([]);
    writeFileSync(
      path,
      `\n${JSON.stringify(exampleAct('p-ada'))}\r\n  \n${JSON.stringify(exampleAct('p-ben'))}`,
    );
    expect(await checked(path)).to.equal(2);
  });

  const person = exampleAct('p-ada');
  const received = exampleAct('17/received');
  const bad: readonly (readonly [
    title: string,
    lines: readonly (Line | string)[],
    found: readonly string[],
  ])[] = [
    ['a line that is no JSON', ['{"act":"person"'], ['1  json']],
    ['a line that holds no object', ['[1]'], ['1  json']],
    [
      'a name that stands twice in one object',
      [JSON.stringify(person).replace('"kind"', '"person":"eve","kind"')],
      ['1  duplicate-name'],
    ],
    ['half of a surrogate pair', [{ ...person, name: 'a\ud800' }], ['1  surrogate']],
    ['an act that nobody knows', [{ ...person, act: 'bless' }], ['1 act act']],
    ['an act of the system itself', [{ act: 'expire-decision', key: 'x' }], ['1 act act']],
    ['a field that is missing', [nameless], ['1 name schema']],
    ['a field that nobody knows', [{ ...person, colour: 'red' }], ['1 colour unknown-field']],
    [
      'attachments, which have no place in lines',
      [...upTo('t-cem'), { ...received, attachments: {} }],
      ['8 attachments unknown-field'],
    ],
    ['a day that the calendar lacks', [{ ...person, at: '2023-02-30' }], ['1 at schema']],
    [
      'a span that ends before it begins',
      [{ ...person, at: { from: '2023-02', to: '2023-01' } }],
      ['1 at schema'],
    ],
    ['what has not happened yet', [{ ...person, at: '2026-01-02' }], ['1 at future']],
    ['a key that stands twice', [person, { ...person, person: 'eve' }], ['2 key key-used']],
    ['a person who was not declared', changed('17/received', { by: 'eve' }), ['8 by reference']],
    [
      'a person who is declared only later',
      [exampleAct('t-ben'), exampleAct('p-ben')],
      ['1 person reference'],
    ],
    ['an unknown sponsor', changed('17/received', { sponsor: 'eve' }), ['8 sponsor reference']],
    [
      'an unknown holder of a seat',
      changed('17/panel', { seats: [{ seat: 'a' }, { seat: 'b', holder: 'eve' }] }),
      ['10 seats.1.holder reference'],
    ],
    [
      'a framework that is nowhere',
      changed('17/received', { framework: 'other' }),
      ['8 framework reference'],
    ],
    [
      'a submission that was not received',
      changed('17/screened', { submission: 'case 99' }),
      ['9 submission reference'],
    ],
    [
      'a submission that is received twice',
      [...upTo('17/received'), { ...received, key: 'again' }],
      ['9 submission received-before'],
    ],
    [
      'a reply to what does not stand before',
      changed('17/c2', { inReplyTo: '17/c9' }),
      ['12 inReplyTo reference'],
    ],
    [
      'a reply to an act of another kind',
      changed('17/c2', { inReplyTo: '17/panel' }),
      ['12 inReplyTo reference'],
    ],
    [
      'a reference into another submission',
      [...example, { ...exampleAct('17/c2'), key: 'x', submission: 'case 18' }],
      ['22 inReplyTo reference'],
    ],
    [
      'a decision that is none',
      changed('17/dissent', { decision: '17/proposed' }),
      ['18 decision reference'],
    ],
    ['a seat that the panel lacks', changed('17/j1', { seat: 'seat-9' }), ['14 seat reference']],
    [
      'a seat that is named twice',
      changed('17/panel', { seats: [{ seat: 'a' }, { seat: 'a' }] }),
      ['10 seats seat-used'],
    ],
    [
      'several faults, each on its line',
      [{ ...person, kind: 'cat' }, '{', { ...person, at: 'noon' }],
      ['1 kind schema', '2  json', '3 at schema'],
    ],
  ];
  for (const [title, lines, found] of bad) {
    it(`names ${title}`, async () => {
      expect(await findings(lines)).to.deep.equal(found);
    });
  }

  it('names a line that is too long, keeps none of it, and reads on', async () => {
    const long = JSON.stringify({ ...person, name: 'x'.repeat(3 * LINE_LIMIT) });
    expect(await findings([long, '{', person])).to.deep.equal(['1  line-length', '2  json']);
  });

  it('names a line that is no UTF-8', async () => {
    const path = historyFile([]);
    writeFileSync(path, Buffer.from([0x22, 0xff, 0x22, 10]));
    expect(await checked(path).catch((thrown: unknown) => thrown))
      .to.have.nested.property('facts.findings[0].message')
      .that.includes('no UTF-8');
  });

  it('lists twenty findings with file and line, and counts the rest', async () => {
    const path = historyFile(Array.from({ length: 50 }, () => '{'));
    const error = await checked(path).catch((thrown: unknown) => thrown);
    expect(error).to.have.nested.property('facts.count', 50);
    expect(error).to.have.nested.property('facts.findings').with.length(20);
    expect(error).to.have.nested.property('facts.findings[19]').that.deep.includes({ file: path, line: 20 });
    expect(error).to.have.property(
      'message',
      'nothing was imported: the history has 50 faults, the first 20 of them below',
    );
  });

  it('may take its framework from the ledger', async () => {
    const lines = [exampleAct('p-ada'), { ...received, framework: 'in-the-ledger' }];
    expect(await findings(lines)).to.deep.equal([]);
  });

  it('says which file is not there', async () => {
    const error = await checked('no-such-file.ndjson').catch((thrown: unknown) => thrown);
    expect(error).to.deep.include({ code: 'not-found', facts: { what: 'file', id: 'no-such-file.ndjson' } });
  });
});
