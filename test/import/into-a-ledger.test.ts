import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { importedId } from '../../events/derived-ids.ts';
import { submissionStream } from '../../events/stream.ts';
import { importKey } from './door.ts';
import { example, exampleAct, examplePath, historyFile, type Line } from './history-files.ts';
import { type LedgerOfTests, openedLedger } from './ledger.ts';

const idOf = (kind: 'person' | 'submission', key: string): string =>
  importedId(importKey, 'board', kind, key);
const case17 = submissionStream(idOf('submission', 'case 17'));

/** Every imported event by its place, its id and what it is: ids derive from the source's keys. */
async function recorded(ledger: LedgerOfTests): Promise<readonly string[]> {
  const events = await ledger.events();
  return events
    .filter(({ imported }) => imported !== undefined)
    .map(({ stream, revision, id, type, imported }) =>
      [stream, revision, id, type, ...(imported?.broke ?? [])].join(' '),
    );
}

/** The native comment of a person of the source, who is the submitter. */
const speak = (ledger: LedgerOfTests) =>
  ledger.handler.handle({
    id: '11111111-1111-4111-8111-111111111111',
    asked: { name: 'add-comment', data: { text: 'We go on here.' } },
    subject: idOf('submission', 'case 17'),
    actor: idOf('person', 'ada'),
    via: 'token',
  });

describe('a history imported into a ledger', () => {
  it('stands as events of its submissions, with what our rules would have refused noted on each', async () => {
    const ledger = await openedLedger();
    const result = await ledger.import([examplePath]);
    expect(result).to.deep.include({ acts: 21, added: 21, events: 26, refusedCount: 0 });
    expect([...result.broke.keys()]).to.deep.equal([
      'findings-missing',
      'interest-undeclared',
      'not-permitted',
    ]);
    const judgments = (await ledger.events()).filter(({ type }) => type === 'JudgmentRecorded');
    expect(judgments.map(({ imported }) => imported?.broke)).to.deep.equal([
      ['interest-undeclared'],
      ['findings-missing', 'interest-undeclared'],
    ]);
    const { state } = await ledger.handler.history(case17);
    expect(state).to.deep.include({
      phase: 'aftercare',
      outcome: 'approved',
      version: 2,
      comments: 2,
      source: 'board',
    });
    expect(state.panel?.seats.map(({ holder }) => holder === null)).to.deep.equal([false, false, true]);
  });

  it('names the importer as the actor, and the claimed person by a pseudonym of the submission', async () => {
    const ledger = await openedLedger();
    await ledger.import([examplePath]);
    const events = await ledger.events();
    for (const { actor, imported } of events.filter((event) => event.imported !== undefined)) {
      expect(actor).to.include({ role: 'service', via: 'import' });
      expect(imported?.by).not.to.be.oneOf([idOf('person', 'ada'), idOf('person', 'ben')]);
    }
    const received = events
      .filter(({ type }) => type === 'SubmissionReceived')
      .map(({ imported }) => imported?.by);
    expect(new Set(received)).to.have.property('size', 2);
  });

  it('keeps texts, names and the keys of its source out of the log', async () => {
    const ledger = await openedLedger();
    await ledger.import([examplePath]);
    let log = '';
    for await (const { body } of ledger.store.readAll()) log += body;
    const secrets = [
      'Ada Example',
      'dua@board.example',
      'case 17',
      'nurse',
      'Translating leaflets',
      'Who checks',
    ];
    for (const text of [...secrets, '17/received', '(name struck out)']) expect(log).not.to.include(text);
  });

  it('adds nothing the second time: importing any prefix and then the whole is importing it once', async () => {
    const whole = await openedLedger();
    await whole.import([examplePath]);
    const once = await recorded(whole);
    await fc.assert(
      fc.asyncProperty(fc.nat(example.length), async (length) => {
        const ledger = await openedLedger();
        await ledger.import([historyFile(example.slice(0, length))]);
        expect(await ledger.import([examplePath])).to.deep.include({
          added: example.length - length,
          already: length,
        });
        expect(await ledger.import([examplePath])).to.deep.include({
          added: 0,
          already: example.length,
          events: 0,
        });
        expect(await recorded(ledger)).to.have.members(once);
      }),
      { numRuns: 8 },
    );
  });

  it('tells of an act that has changed, by file and line, and keeps what was recorded', async () => {
    const ledger = await openedLedger();
    await ledger.import([examplePath]);
    const before = await recorded(ledger);
    const changes: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
      'p-dua': { address: 'dua@elsewhere.example' },
      '17/c1': { text: 'Who else checks them?' },
      '17/j2': { position: 'reservation' },
      '17/decided': { by: 'cem' },
      '17/published': { at: '2023-03-21' },
    };
    const lines = example.map((line): Line => ({ ...line, ...changes[line.key] }));
    const result = await ledger.import([historyFile(lines)]);
    expect(result.refused.map(({ line, key, code }) => `${line} ${key} ${code}`)).to.have.members(
      [5, 11, 15, 17, 19].map((line) => `${line} ${example[line - 1]?.key} idempotency-mismatch`),
    );
    expect(result).to.deep.include({ added: 0, already: example.length - 5, heldBack: 0 });
    expect(await recorded(ledger)).to.deep.equal(before);
  });

  it('takes nothing more on a submission once people have gone on with it here, and the rest all the same', async () => {
    const ledger = await openedLedger();
    await ledger.import([historyFile(example.slice(0, 12)), historyFile([exampleAct('18/received')])]);
    await speak(ledger);
    const result = await ledger.import([examplePath]);
    expect(result.refused.map(({ line, code }) => `${line} ${code}`)).to.deep.equal(['13 import-closed']);
    expect(result).to.deep.include({ already: 13, added: 1, heldBack: 6 });
    expect(await ledger.import([historyFile(example.slice(0, 12))])).to.deep.include({
      already: 12,
      refusedCount: 0,
    });
  });
});
