import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { LedgerEvent } from '../../events/catalogue.ts';
import type { Evaluation } from '../../events/decision.ts';
import type { JudgmentContent } from '../../events/review.ts';
import { endOf } from '../../events/time.ts';
import { populationColumns, populationKinds } from '../../projections/population/kinds.ts';
import type { Row } from '../../projections/population/row.ts';
import { populationCsv, populationJson } from '../../src/population/writing.ts';
import { uuid } from '../recorded.ts';
import { listed } from '../store/events.ts';
import { paperLedger, pseudonym, TestLedger } from './ledger.ts';

const only = (rows: readonly Row[]): Row => {
  const [row] = rows;
  if (row === undefined || rows.length > 1) throw new Error(`${rows.length} rows`);
  return row;
};

describe('runPopulation', () => {
  it('shows a submission with its dates as they were recorded, its seats as printed, and its comments', async () => {
    const ledger = await paperLedger();
    const row = only(await ledger.rows('submissions'));
    expect(row).to.deep.include({
      submission: uuid('paper'),
      sourceKey: 'doi',
      source: 'invented',
      submitter: uuid('com'),
      submitterName: 'Name of com',
      submitterKey: 'com',
      riskTier: 'both',
      received: '2019-12-20',
      screened: '2020-01',
      convened: '2020-02-03',
      decided: null,
      published: '2020-04-05',
      revoked: 'unknown',
      reference: '10.9/x',
      comments: 3,
      commentsAs: { other: 2, reviewer: 1 },
    });
    const none = { person: null, name: null };
    expect(row['seats']).to.deep.equal(
      [
        ['editor', 'editor', 'ed~2', { person: uuid('ed'), name: 'Name of ed' }, 'ed'] as const,
        ['reviewer-1', 'reviewer', 'rea', { person: uuid('rea'), name: 'Name of rea' }, 'rea'] as const,
        ['reviewer-2', 'reviewer', '', none, null] as const,
      ].map(([seat, capacity, label, who, holder]) => ({
        seat,
        capacity,
        team: null,
        label,
        holder: holder === null ? null : pseudonym('paper', holder),
        ...who,
        status: 'sitting',
      })),
    );
  });

  it('leaves out as of a day what may have happened after it, a span by its end', async () => {
    const ledger = await paperLedger();
    const comments = async (day: string) => only(await ledger.rows('submissions', endOf(day)))['comments'];
    expect(await ledger.rows('states', endOf('2019-12-19'))).to.deep.equal([]);
    expect(only(await ledger.rows('states', endOf('2020-01-30')))).to.include({ screened: null });
    expect(only(await ledger.rows('states', endOf('2020-01-31')))).to.include({ screened: '2020-01' });
    expect(await comments('2020-02-29')).to.equal(0);
    expect(await comments('2020-03-01')).to.equal(1);
  });

  it('bounds an unknown time by the next dated entry, and by its recording', async () => {
    const ledger = await paperLedger();
    const state = async (asOf: string) => only(await ledger.rows('submissions', asOf));
    expect(await state(endOf('2020-04-04'))).to.include({ published: null, comments: 1 });
    expect(await state(endOf('2020-04-05'))).to.include({
      published: '2020-04-05',
      comments: 3,
      revoked: null,
    });
    expect(await state('2026-01-31T23:59:59.999Z')).to.include({ revoked: null });
    expect(await state('2026-02-01T00:00:00.000Z')).to.include({ revoked: 'unknown' });
  });

  it('reads an entry at the time to which it was corrected, also as of a time before the correction', async () => {
    const ledger = await paperLedger();
    const published = await ledger.imported(
      'paper',
      { type: 'DecisionPublished', data: { withheld: [] } },
      { occurred: '2020-06-01', at: '2026-02-01T00:00:00.000Z' },
    );
    await ledger.imported(
      'paper',
      {
        type: 'EntryCorrected',
        data: { entry: published, field: 'occurred', visibility: 'public', occurred: '2020-05-01' },
      },
      { at: '2026-03-01T00:00:00.000Z' },
    );
    expect(only(await ledger.rows('states'))).to.include({ published: '2020-05-01' });
    expect(only(await ledger.rows('states', endOf('2020-05-02')))).to.include({ published: '2020-05-01' });
    expect(only(await ledger.rows('states', endOf('2020-04-30')))).to.include({ published: '2020-04-05' });
  });

  it('pairs each seat, with or without a person, and each commenter with the submission', async () => {
    const rows = await (await paperLedger()).rows('pairs');
    expect(
      rows.map((row) => [row['part'], row['capacity'], row['label'], row['personKey'], row['comments']]),
    ).to.deep.equal([
      ['submitter', null, null, 'com', null],
      ['seat', 'editor', 'ed~2', 'ed', null],
      ['seat', 'reviewer', 'rea', 'rea', null],
      ['seat', 'reviewer', '', null, null],
      ['commenter', 'other', null, 'com', 2],
      ['commenter', 'reviewer', null, 'rea', 1],
    ]);
  });

  it('names people as the directory was corrected, by the newest correction, as of any time', async () => {
    const ledger = await paperLedger();
    const data = { entry: uuid('ed'), person: uuid('ed'), visibility: 'auditors' } as const;
    const correct = (field: 'name' | 'address', text: string): Promise<void> =>
      ledger.directory({
        type: 'EntryCorrected',
        data: { ...data, field, reading: { text }, reason: 'Slip' },
      });
    await correct('name', 'Edd');
    await correct('name', 'Edith');
    await correct('address', 'ed@example.org');
    for (const asOf of [null, endOf('2026-02-05')])
      expect((await ledger.rows('people', asOf)).map((row) => row['name']))
        .to.include('Edith')
        .and.not.include('Name of ed');
  });

  it('adds up what each person did over all submissions', async () => {
    const ledger = await paperLedger();
    await ledger.person('idle', 'organisation');
    const comment = { type: 'CommentAdded', data: { visibility: 'participants' } } as const;
    await ledger.imported(
      'other',
      { type: 'SubmissionReceived', data: { framework: 'tests', fields: {} } },
      { occurred: '2021-01-01', claimed: 'rea' },
    );
    await ledger.imported('other', comment, { occurred: '2021-01-02', claimed: 'com', as: 'other' });
    const people = await ledger.rows('people');
    expect(
      people.map((row) => [
        row['personKey'],
        row['submitted'],
        row['seatsAs'],
        row['comments'],
        row['commented'],
      ]),
    ).to.deep.equal([
      ['ed', 0, { editor: 1 }, 0, 0],
      ['rea', 1, { reviewer: 1 }, 1, 1],
      ['com', 1, {}, 3, 2],
      ['idle', 0, {}, 0, 0],
    ]);
  });

  it('shows the roles and teams that people hold, and not those they have given up', async () => {
    const ledger = new TestLedger();
    await ledger.person('ana');
    const person = uuid('ana');
    await ledger.directory({ type: 'RoleGranted', data: { person, role: 'auditor' } });
    await ledger.directory({ type: 'RoleGranted', data: { person, role: 'reporter' } });
    await ledger.directory({ type: 'TeamJoined', data: { person, team: 'red' } });
    await ledger.directory({ type: 'TeamJoined', data: { person, team: 'blue' } });
    await ledger.directory({ type: 'RoleRevoked', data: { person, role: 'auditor' } });
    await ledger.directory({ type: 'TeamLeft', data: { person, team: 'red' } });
    await ledger.directory({ type: 'RoleProposed', data: { person, role: 'auditor', change: 'grant' } });
    await ledger.directory({ type: 'RoleGranted', data: { person: uuid('nobody'), role: 'auditor' } });
    expect(only(await ledger.rows('people'))).to.deep.include({ roles: ['reporter'], teams: ['blue'] });
  });

  it('counts a sponsor, and the judgments of a seat, the withdrawn one with the moment of its withdrawal', async () => {
    const ledger = new TestLedger();
    for (const name of ['spo', 'rea']) await ledger.person(name);
    const at = '2026-02-01T00:00:00.000Z';
    await ledger.imported(
      'paper',
      {
        type: 'SubmissionReceived',
        data: { framework: 'tests', fields: {}, sponsor: pseudonym('paper', 'spo') },
      },
      { at, links: ['spo'] },
    );
    const judgment = await ledger.imported(
      'paper',
      { type: 'JudgmentRecorded', data: { seat: 'a', version: 1 } },
      { at, claimed: 'rea', occurred: '2020-01-01' },
    );
    await ledger.imported(
      'paper',
      { type: 'JudgmentWithdrawn', data: { seat: 'a', judgment } },
      { at, claimed: 'rea', occurred: '2020-01-02' },
    );
    expect(only(await ledger.rows('judgments'))).to.include({ withdrawn: '2020-01-02', opened: false });
    const people = await ledger.rows('people');
    expect(people.map((row) => [row['sponsored'], row['judgments']])).to.deep.equal([
      [1, 0],
      [0, 1],
    ]);
  });

  it('lists people as of a time who were registered or had taken part by then', async () => {
    const ledger = await paperLedger();
    const keys = async (asOf: string) => (await ledger.rows('people', asOf)).map((row) => row['personKey']);
    expect(await keys(endOf('2019-12-31'))).to.deep.equal(['com']);
    expect(await keys(endOf('2020-02-03'))).to.deep.equal(['ed', 'rea', 'com']);
  });

  it('shows null for what is erased, and says how many of the fields it asked for it could open', async () => {
    const ledger = await paperLedger();
    const digests = await listed(ledger.vault.ofStream('directory'));
    await ledger.vault.erase(digests);
    const population = await ledger.population('submissions');
    const row = only(await listed(population.rows));
    expect(row).to.include({
      submitter: uuid('com'),
      submitterName: null,
      submitterKey: null,
      sourceKey: 'doi',
    });
    expect(population.counts().sealed).to.deep.equal({ opened: 10, erased: 6, missing: 0 });
  });

  it('carries what was asked, the head of the log and how much it holds', async () => {
    const ledger = await paperLedger();
    const asOf = endOf('2020-01-31');
    const population = await ledger.population('states', asOf);
    await listed(population.rows);
    expect(population.query).to.deep.equal({ kind: 'states', asOf });
    expect(population.head).to.deep.equal({
      index: 10,
      position: await ledger.store.head(),
      clock: '2026-02-01T00:00:00.000Z',
    });
    expect(population.counts()).to.deep.include({
      entries: 8,
      leftOut: 6,
      submissions: 1,
      people: 3,
      rows: 1,
    });
  });

  it('lists nothing for an empty log', async () => {
    const population = await new TestLedger().population('submissions');
    expect(population.head).to.equal(null);
    expect(await listed(population.rows)).to.deep.equal([]);
  });

  for (const kind of populationKinds) {
    it(`gives ${kind} the columns that are documented, in their order`, async () => {
      const ledger = await decidedLedger();
      const rows = await ledger.rows(kind);
      expect(rows).not.to.deep.equal([]);
      const documented = populationColumns[kind].map(([name]) => name);
      for (const row of rows) expect(Object.keys(row)).to.deep.equal(documented);
    });
  }

  it('shows a judgment sealed until the log opens it, and a decision with what its rules allowed', async () => {
    const ledger = await decidedLedger();
    const judgments = await ledger.rows('judgments');
    expect(
      judgments.map((row) => [row['opened'], row['position'], row['superseded'], row['stale']]),
    ).to.deep.equal([
      [false, null, true, false],
      [true, 'support', false, false],
    ]);
    expect(only(await ledger.rows('decisions'))).to.deep.include({
      outcome: 'approved',
      allowed: false,
      decided: '2020-05-05',
      current: true,
      reference: '10.9/x',
    });
  });
});

/** The paper with two judgments of one seat, the second opened, and a decision. */
async function decidedLedger(): Promise<TestLedger> {
  const ledger = await paperLedger();
  const at = '2026-02-01T00:00:00.000Z';
  const salt = Buffer.alloc(16).toString('base64url');
  const judgment: JudgmentContent = { findings: [], position: 'support' };
  const judged: LedgerEvent = {
    type: 'JudgmentRecorded',
    data: { seat: 'reviewer-1', version: 1, judgment },
  };
  await ledger.imported('paper', judged, { at, claimed: 'rea', occurred: '2020-02-05' });
  const act = await ledger.imported('paper', judged, { at, claimed: 'rea', occurred: '2020-02-06' });
  await ledger.imported('paper', { type: 'JudgmentOpened', data: { act, salt, judgment } }, { at });
  const evaluation: Evaluation = {
    evaluator: 'evaluator-1',
    rules: `tests@1#${'a'.repeat(64)}`,
    at,
    version: 1,
    inputs: [act],
    atoms: [],
    result: [{ outcome: 'approved', allowed: false }],
  };
  await ledger.imported(
    'paper',
    {
      type: 'DecisionIssued',
      data: { decision: uuid('decision'), outcome: 'approved', evaluation, conditions: [], effective: at },
    },
    { at, occurred: '2020-05-05' },
  );
  return ledger;
}

describe('populationJson', () => {
  it('is one object, a row a line, with the counts at its end', async () => {
    const text = (await listed(populationJson(await (await paperLedger()).population('pairs')))).join('');
    const json: unknown = JSON.parse(text);
    expect(json).to.have.nested.property('query.kind', 'pairs');
    expect(json).to.have.nested.property('counts.rows', 6);
    expect(json).to.have.property('rows').with.length(6);
    expect(text.split('\n')).to.have.length(9);
  });
});

describe('populationCsv', () => {
  it('has a header and a record a row, with commas, quotes and JSON inside quotes', async () => {
    const text = (await listed(populationCsv(await (await paperLedger()).population('people')))).join('');
    const [header, first] = text.split('\r\n');
    expect(header).to.equal(populationColumns.people.map(([name]) => name).join(','));
    expect(first).to.equal(
      `${uuid('ed')},Name of ed,ed,human,2026-01-05T09:00:01.000Z,[],[],0,0,1,"{""editor"":1}",0,0,0`,
    );
    expect(text.endsWith('\r\n')).to.equal(true);
  });
});
