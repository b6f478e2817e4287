import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { createdId, eventId, type ImportedKind, importedId } from '../../events/derived-ids.ts';
import { LedgerError } from '../../events/errors.ts';
import { submissionStream } from '../../events/stream.ts';
import type { Command } from '../../src/handle/command.ts';
import type { ImportProgress } from '../../src/import/import-history.ts';
import { DoorOfTests, importInto, importKey } from './door.ts';
import { example, exampleAct, examplePath, historyFile, type Line } from './history-files.ts';

const idOf = (kind: ImportedKind, key: string): string => importedId(importKey, 'board', kind, key);
const commandOf = (door: DoorOfTests, key: string): Command => {
  const command = door.taken.find(({ id }) => id === idOf('command', key));
  if (command === undefined) throw new Error(`${key} was not taken`);
  return command;
};
const eventOf = (key: string, submission: string): string =>
  eventId(idOf('command', key), submissionStream(idOf('submission', submission)), 0);

async function imported(lines: readonly Line[] = example): Promise<DoorOfTests> {
  const door = new DoorOfTests();
  await importInto(door, [historyFile(lines)]);
  return door;
}

describe('importing a history', () => {
  it('takes every act through the door, a framework as proposed and published', async () => {
    const door = new DoorOfTests();
    const result = await importInto(door, [examplePath]);
    expect(result).to.deep.include({
      acts: 21,
      added: 21,
      already: 0,
      events: 22,
      refusedCount: 0,
      heldBack: 0,
    });
    expect(door.taken.slice(0, 3).map(({ asked }) => asked.name)).to.deep.equal([
      'propose-framework',
      'publish-framework',
      'register-person',
    ]);
    expect(result.broke).to.deep.equal(new Map([['not-permitted', 8]]));
  });

  it('says whose act it was, in which capacity, and when it happened', async () => {
    const door = await imported();
    expect(commandOf(door, '17/received')).to.deep.include({
      subject: idOf('submission', 'case 17'),
      actor: idOf('person', 'ada'),
      via: 'import',
    });
    const occurred = (key: string) => commandOf(door, key).imported;
    expect(occurred('17/received')).to.include({
      source: 'board',
      as: 'applicant',
      occurred: '2023-03-01T09:30:00.000Z',
    });
    expect(occurred('17/v2')?.occurred).to.deep.equal({ from: '2023-03-06', to: '2023-03-08' });
    expect(occurred('17/c1')?.occurred).to.equal('unknown');
    expect(occurred('p-ada')).not.to.have.property('occurred');
  });

  it('keeps the keys of the source where they are sealed, and gives people a secret of their own', async () => {
    const door = await imported();
    expect(commandOf(door, 'p-ada').asked.data).to.include({
      person: idOf('person', 'ada'),
      sourceKey: 'ada',
    });
    expect(commandOf(door, '17/received').asked.data).to.include({ sourceKey: 'case 17' });
    expect(commandOf(door, 'p-ada').asked.data)
      .to.have.property('secret')
      .that.does.not.equal(
        Object.entries(commandOf(door, 'p-ben').asked.data).find(([name]) => name === 'secret')?.[1],
      );
  });

  it('turns the keys that acts refer by into the ids of what they made', async () => {
    const concern = {
      ...exampleAct('17/j2'),
      key: '17/j3',
      position: 'block',
      findings: [],
      concern: { criterion: 'no-harm', concern: 'It could.', resolvedIf: 'It cannot.' },
    };
    const answer = {
      act: 'answer-concern',
      key: '17/a',
      submission: 'case 17',
      concern: '17/j3',
      answer: 'It cannot.',
    };
    const over = {
      act: 'supersede-decision',
      key: '17/over',
      submission: 'case 17',
      decision: '17/decided',
      successor: { submission: 'case 17', decision: '17/decided' },
    };
    const door = await imported([...example, concern, answer, over]);
    const data = (key: string): object => commandOf(door, key).asked.data;
    const decision = createdId(idOf('command', '17/decided'), 'decision');
    expect(data('17/c2')).to.include({ inReplyTo: eventOf('17/c1', 'case 17') });
    expect(data('17/decided')).to.include({ proposal: eventOf('17/proposed', 'case 17') });
    expect(data('17/dissent')).to.include({ decision });
    expect(data('17/a')).to.include({ concern: idOf('sealed', '17/j3') });
    expect(data('17/over')).to.deep.include({ by: { submission: idOf('submission', 'case 17'), decision } });
    expect(data('17/panel')).to.have.nested.property('seats[0].holder', idOf('person', 'ben'));
  });

  it('keeps the order of each submission, and a person stands before whoever names them', async () => {
    const order = fc.shuffledSubarray(
      Array.from({ length: 12 }, (_, n) => n),
      { minLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(order, async (numbers) => {
        const lines: Line[] = [exampleAct('rules-1'), exampleAct('p-ada')];
        for (const n of numbers.slice(0, 3))
          lines.push({ ...exampleAct('18/received'), key: `r${n % 3}`, submission: `s${n % 3}` });
        const received = lines
          .filter(({ act }) => act === 'receive-submission')
          .map((line) => line['submission']);
        for (const n of numbers.filter((each) => received.includes(`s${each % 3}`))) {
          lines.push({ act: 'person', key: `p${n}`, person: `u${n}`, kind: 'human', name: `U ${n}` });
          lines.push({ act: 'add-comment', key: `c${n}`, submission: `s${n % 3}`, by: `u${n}` });
        }
        const distinct = lines.filter((line, at) => lines.findIndex(({ key }) => key === line.key) === at);
        const { taken } = await imported(distinct);
        const keys = new Map(distinct.map(({ key }) => [idOf('command', key), key]));
        const comments = taken.filter(({ asked }) => asked.name === 'add-comment');
        for (const stream of new Set(comments.map(({ subject }) => subject))) {
          const took = comments.filter(({ subject }) => subject === stream).map(({ id }) => keys.get(id));
          expect(took).to.deep.equal(distinct.map(({ key }) => key).filter((key) => took.includes(key)));
        }
        const place = (key: string): number => taken.findIndex(({ id }) => id === idOf('command', key));
        for (const n of numbers.filter((each) => keys.has(idOf('command', `c${each}`)))) {
          expect(place(`p${n}`)).to.be.lessThan(place(`c${n}`));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('adds nothing when it is done again, and what is new when the file has grown: any prefix, then the whole', async () => {
    const whole = await imported();
    // A person's secret is random, each time another one.
    const texts = (door: DoorOfTests) =>
      door.taken.map((command) => JSON.stringify(command).replace(/"secret":"[^"]*"/, ''));
    await fc.assert(
      fc.asyncProperty(fc.nat(example.length), async (length) => {
        const door = new DoorOfTests();
        const first = await importInto(door, [historyFile(example.slice(0, length))]);
        const then = await importInto(door, [examplePath]);
        const again = await importInto(door, [examplePath]);
        expect(first).to.deep.include({ added: length, already: 0 });
        expect(then).to.deep.include({ added: example.length - length, already: length });
        expect(again).to.deep.include({ added: 0, already: example.length, events: 0 });
        expect(texts(door)).to.have.members(texts(whole));
      }),
      { numRuns: 10 },
    );
  });

  it('appends nothing when any line is bad', async () => {
    const door = new DoorOfTests();
    const error = await importInto(door, [historyFile([...example, { act: 'x', key: 'x' }])]).catch(
      (e: unknown) => e,
    );
    expect(error).to.include({ code: 'invalid-history' });
    expect(door.taken).to.deep.equal([]);
  });

  it('says in a dry run what it would add, and adds nothing', async () => {
    const door = await imported(example.slice(0, 15));
    const result = await importInto(door, [examplePath], { dryRun: true });
    expect(result).to.deep.include({ acts: 21, added: 6, already: 15, events: 0 });
    expect(door.taken).to.have.length(16);
  });

  it('names an act that has changed since it was imported by file and line, and goes on with the others', async () => {
    const door = await imported(example.slice(0, 12));
    const changed = example.map((line) => (line.key === '17/c1' ? { ...line, text: 'Who?' } : line));
    const path = historyFile(changed);
    const result = await importInto(door, [path]);
    expect(result).to.deep.include({ added: 9, already: 11, refusedCount: 1, heldBack: 0 });
    expect(result.refused).to.have.length(1);
    expect(result.refused[0]).to.include({
      file: path,
      line: 11,
      key: '17/c1',
      code: 'idempotency-mismatch',
    });
  });

  it('holds back the rest of a submission after an act that is refused, and goes on with other submissions', async () => {
    const door = new DoorOfTests();
    const closed = new LedgerError('import-closed', 'people have gone on with it here', { stream: 's' });
    door.refuse = ({ id }) => (id === idOf('command', '17/panel') ? closed : null);
    const result = await importInto(door, [examplePath]);
    expect(result).to.deep.include({ added: 11, refusedCount: 1, heldBack: 9 });
    expect(result.refused[0]).to.include({ line: 10, code: 'import-closed' });
    expect(commandOf(door, '18/withdrawn')).to.include({ via: 'import' });
  });

  it('tries nothing that follows when a person is refused', async () => {
    const door = new DoorOfTests();
    const taken = new LedgerError('already-exists', 'there is such a person', { what: 'person', id: 'x' });
    door.refuse = ({ id }) => (id === idOf('command', 'p-ben') ? taken : null);
    const result = await importInto(door, [examplePath]);
    expect(result).to.deep.include({ added: 2, refusedCount: 1, heldBack: 18 });
  });

  it('ends with the error of a store that fails, once what is under way is answered', async () => {
    const door = new DoorOfTests();
    const full = new LedgerError('store-full', 'the disk is full', { path: 'ledger.db' });
    door.refuse = ({ id }) => (id === idOf('command', '17/c1') ? full : null);
    expect(await importInto(door, [examplePath]).catch((e: unknown) => e)).to.equal(full);
    expect(door.taken.length).to.be.lessThan(example.length);
  });

  it('notices that a file has changed between its check and its import', async () => {
    const door = new DoorOfTests();
    const path = historyFile(example);
    const onProgress = ({ step, acts }: ImportProgress): void => {
      if (step === 'checking' && acts === example.length) writeFileSync(path, '{"act":"person"}\n');
    };
    const error = await importInto(door, [path], { onProgress }).catch((e: unknown) => e);
    expect(error).to.have.property('message').that.includes('changed while');
  });

  it('tells how far it is', async () => {
    const seen: ImportProgress[] = [];
    await importInto(new DoorOfTests(), [examplePath], { onProgress: (progress) => seen.push(progress) });
    expect(seen.at(0)).to.deep.equal({ step: 'checking', acts: 21, of: null });
    expect(seen.at(-1)).to.deep.equal({ step: 'importing', acts: 21, of: 21 });
  });
});
