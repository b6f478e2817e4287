import { expect } from 'chai';
import { describe, it } from 'mocha';
import { v4 } from 'uuid';
import { decode, type RecordedEvent } from '../../events/decode.ts';
import { createdId, systemCommandId } from '../../events/derived-ids.ts';
import { isLedgerError, type LedgerError } from '../../events/errors.ts';
import { digestsOf } from '../../events/reveal.ts';
import { submissionStream } from '../../events/stream.ts';
import { millisOf } from '../../events/time.ts';
import type { CommandData } from '../../src/commands/catalogue.ts';
import { foundingOf } from '../../src/folder/founding.ts';
import { Handler } from '../../src/handle/handle.ts';
import { findings } from '../decider/framework.ts';
import { criteriaHash, World } from './world.ts';

async function recorded(world: World, stream = submissionStream(world.submission)): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const { body } of world.store.readStream(stream)) events.push(decode(body));
  return events;
}

async function refusal(asked: Promise<unknown>): Promise<LedgerError> {
  try {
    await asked;
  } catch (error) {
    if (isLedgerError(error)) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

const fields = { title: 'Convoy routing', purpose: 'Plan supply routes' };
const deadline = {
  due: '2026-01-30T17:00:00.000Z',
  graceUntil: '2026-01-31T17:00:00.000Z',
  hardStop: '2026-02-06T17:00:00.000Z',
  zone: 'Europe/London',
};
const panel = ['ana', 'ben', 'cem', 'dua'] as const;

async function underReview(world: World): Promise<void> {
  await world.act('sub', 'receive-submission', { framework: 'tests', sponsor: world.id('spo'), fields });
  await world.act('sec', 'screen-submission', { scope: 'in' });
  const seats = panel.map((seat, i) => ({
    seat,
    holder: world.id(seat),
    team: i < 2 ? 'product-policy' : 'national-security',
  }));
  await world.act('sec', 'convene-panel', { seats, deadline });
  for (const seat of panel) await world.act(seat, 'declare-interest', { seat, kind: 'none' });
}

const judge = (world: World, seat: (typeof panel)[number], id?: string) =>
  world.act(
    seat,
    'record-judgment',
    {
      seat,
      version: 1,
      criteria: criteriaHash,
      findings: findings(),
      position: 'support',
      reasons: { summary: `As ${seat} sees it` },
    },
    id === undefined ? {} : { id },
  );

describe('the one door', () => {
  it('takes a submission from its receipt to a decision', async () => {
    const world = await World.open();
    await underReview(world);
    for (const seat of panel) await judge(world, seat);
    await world.act('cha', 'issue-decision', {
      outcome: 'approved',
      reasons: { facts: 'Four seats judged it', why: 'It meets every criterion' },
    });
    const events = await recorded(world);
    expect(events.map(({ type }) => type)).to.deep.equal(
      [
        'SubmissionReceived',
        'SubmissionScreened',
        'PanelConvened',
        ...panel.map(() => 'InterestDeclared'),
        ...panel.map(() => 'JudgmentRecorded'),
        ...panel.map(() => 'JudgmentOpened'),
        'DecisionIssued',
      ].sort(
        (a, b) => events.findIndex(({ type }) => type === a) - events.findIndex(({ type }) => type === b),
      ),
    );
    const { state } = await world.handler.history(submissionStream(world.submission));
    expect(state).to.include({ phase: 'aftercare', outcome: 'approved' });
  });

  it('links nobody by a proposal: how many it names would tell what it proposes', async () => {
    const world = await World.open();
    await underReview(world);
    await world.act('sec', 'propose-decision', {
      outcome: 'approved-with-conditions',
      conditions: [
        {
          condition: 'report',
          kind: 'continuing',
          owner: world.id('own'),
          verifier: world.id('ver'),
          criteria: ['oversight'],
          text: 'Report.',
        },
      ],
    });
    const proposed = (await recorded(world)).at(-1);
    expect(proposed?.type).to.equal('DecisionProposed');
    expect(proposed?.sealed).to.have.all.keys('panel');
    expect(proposed?.sealed.panel).to.have.length(2);
  });

  it('names people by pseudonyms, and links each to the directory once, sealed for auditors', async () => {
    const world = await World.open();
    await underReview(world);
    const events = await recorded(world);
    const text = events.map((event) => JSON.stringify(event)).join('\n');
    for (const name of [...panel, 'sub', 'spo', 'sec']) expect(text).not.to.include(world.id(name));
    const opened = await world.vault.open(
      events.flatMap((event) => digestsOf(event).map(({ digest }) => digest)),
    );
    const links = [...opened.values()].flatMap((found) =>
      found.state === 'opened' && found.disclosure.name.startsWith('links.') ? [found.disclosure] : [],
    );
    expect(links.flatMap(({ about }) => about)).to.have.members(
      ['sub', 'spo', 'sec', ...panel].map((name) => world.id(name)),
    );
    expect(links.map(({ audience }) => audience)).to.deep.equal(links.map(() => 'auditors'));
  });

  it('acts once when the same command is sent again, concurrently, and after a restart', async () => {
    const world = await World.open();
    await underReview(world);
    const id = v4();
    const before = (await recorded(world)).length;
    const answers = await Promise.all([
      judge(world, 'ana', id),
      judge(world, 'ana', id),
      judge(world, 'ana', id),
    ]);
    const { store, vault } = world;
    const restarted = new Handler({ store, vault, openPanels: async () => [] });
    const data = {
      seat: 'ana',
      version: 1,
      criteria: criteriaHash,
      findings: findings(),
      position: 'support',
    } as const;
    const again = world.command(
      world.id('ana'),
      'record-judgment',
      { ...data, reasons: { summary: 'As ana sees it' } },
      {
        subject: world.submission,
        id,
      },
    );
    answers.push(await restarted.handle(again));
    expect(answers.map(({ replayed }) => replayed)).to.deep.equal([false, true, true, true]);
    expect(new Set(answers.map(({ events }) => events[0]?.id)).size).to.equal(1);
    expect(await recorded(world)).to.have.length(before + 1);
    const other = world.command(
      world.id('ana'),
      'record-judgment',
      { ...data, reasons: { summary: 'Something else' } },
      {
        subject: world.submission,
        id,
      },
    );
    expect(await refusal(restarted.handle(other))).to.include({ code: 'idempotency-mismatch' });
    expect(await refusal(judge(world, 'ben', id))).to.include({ code: 'idempotency-mismatch' });
    expect(await recorded(world)).to.have.length(before + 1);
  });

  it('takes what was erased since for equal, and nothing else', async () => {
    const world = await World.open();
    await underReview(world);
    const id = v4();
    const comment = (text: string) => world.act('sub', 'add-comment', { text }, { id });
    await comment('The routes change daily');
    const [last] = (await recorded(world)).slice(-1);
    if (last === undefined) throw new Error('nothing recorded');
    await world.vault.erase(digestsOf(last).map(({ digest }) => digest));
    expect(await comment('The routes change daily')).to.include({ replayed: true });
    expect(
      await refusal(
        world
          .act('sub', 'add-comment', { text: 'x', visibility: 'participants' }, { id: v4() })
          .then(() => world.act('spo', 'add-comment', { text: 'The routes change daily' }, { id })),
      ),
    ).to.include({ code: 'idempotency-mismatch' });
  });

  it('records a refusal by a fence or a separation of duties once a day for a person and a rule', async () => {
    const world = await World.open();
    await underReview(world);
    await world.act('ana', 'recuse-reviewer', { seat: 'ana', kind: 'self' });
    for (let i = 0; i < 3; i += 1) {
      expect(await refusal(judge(world, 'ana'))).to.include({ code: 'fenced' });
      expect(
        await refusal(world.act('ana', 'lift-recusal', { seat: 'ana', reason: 'I changed my mind' })),
      ).to.include({
        code: 'separation-of-duties',
        rule: 'SOD-7',
      });
    }
    const refused = (await recorded(world)).filter(({ type }) => type === 'ActRefused');
    expect(refused.map(({ data }) => ('rule' in data ? data.rule : ''))).to.deep.equal(['fenced', 'SOD-7']);
    expect(refused.map(({ actor }) => actor)).to.deep.equal(
      refused.map(() => ({ person: world.ledger, role: 'service', via: 'system' })),
    );
  });

  it('refuses a command on a stream that has gone on since the caller looked', async () => {
    const world = await World.open();
    await underReview(world);
    const { revision } = await world.handler.history(submissionStream(world.submission));
    await judge(world, 'ana');
    expect(
      await refusal(world.act('sec', 'dissolve-panel', { reason: 'No quorum' }, { ifRevision: revision })),
    ).to.deep.include({ code: 'revision-conflict' });
  });

  it('decides anew when another process was first', async () => {
    const world = await World.open();
    await underReview(world);
    const { store, vault } = world;
    const other = new Handler({ store, vault, openPanels: async () => [], now: () => millisOf(world.now) });
    await other.history(submissionStream(world.submission));
    const text = 'Who maintains the map data?';
    const comment = (by: string) =>
      world.command(world.id(by), 'add-comment', { text }, { subject: world.submission });
    const answers = await Promise.all([
      ...['sub', 'spo', 'ana', 'ben'].map((by) => world.handler.handle(comment(by))),
      ...['cem', 'dua', 'sec'].map((by) => other.handle(comment(by))),
    ]);
    const revisions = answers.map(({ events }) => events[0]?.revision ?? -1).sort((a, b) => a - b);
    expect(revisions).to.deep.equal(revisions.map((_, i) => (revisions[0] ?? 0) + i));
  });

  it('knows by the view of open panels that a change of roles touches one', async () => {
    let panels: readonly { submission: string; holders: readonly string[] }[] = [];
    const world = await World.open({ openPanels: async () => panels });
    await underReview(world);
    const { state } = await world.handler.history(submissionStream(world.submission));
    panels = [
      {
        submission: world.submission,
        holders: state.panel?.seats.flatMap(({ holder }) => holder ?? []) ?? [],
      },
    ];
    const { registrar } = foundingOf(world.ledger);
    const leave = { person: world.id('ana'), team: 'product-policy' };
    expect(await refusal(world.as(registrar, 'leave-team', leave))).to.include({ rule: 'SOD-7' });
    panels = [];
    expect(await world.as(registrar, 'leave-team', leave)).to.include({ replayed: false });
  });

  it('tells by no id in the open who was refused, or which sealed judgment carries a concern', async () => {
    const world = await World.open();
    await underReview(world);
    await world.act('cem', 'record-judgment', {
      seat: 'cem',
      version: 1,
      criteria: criteriaHash,
      findings: findings(),
      position: 'block',
      concern: { criterion: 'fairness', concern: 'It is unfair', resolvedIf: 'It is made fair' },
      reasons: { summary: 'No' },
    });
    const { state } = await world.handler.history(submissionStream(world.submission));
    const [judgment] = state.judgments;
    const carried = judgment?.content !== 'sealed' ? judgment?.content.concern?.concern : undefined;
    const command = (await recorded(world)).find(({ type }) => type === 'JudgmentRecorded')?.command ?? '';
    expect(carried).to.match(/^[0-9a-f]{8}-/);
    for (const what of ['concern', 'sealed', 'judgment'])
      expect(carried).not.to.equal(createdId(command, what));
    await world.act('ana', 'recuse-reviewer', { seat: 'ana', kind: 'self' });
    await refusal(judge(world, 'ana'));
    const refused = (await recorded(world)).find(({ type }) => type === 'ActRefused');
    const day = world.now.slice(0, 10);
    for (const rule of ['fenced', 'ActRefused/fenced']) {
      for (const person of [world.id('ana'), `ActRefused/${world.id('ana')}`]) {
        expect(refused?.command).not.to.equal(systemCommandId(world.submission, `${person}/${rule}`, day));
      }
    }
  });

  it('leaves version-5 command ids to the system, so that nobody uses one up before it', async () => {
    const world = await World.open();
    await underReview(world);
    const id = systemCommandId(world.submission, 'DecisionExpired', world.now);
    expect(await refusal(world.act('sub', 'add-comment', { text: 'First' }, { id }))).to.deep.include({
      code: 'invalid-command',
      facts: { command: 'add-comment', field: 'id', rule: 'a UUID of version 4 or 7' },
    });
  });

  it('does not take an added attachment for equal because a link was erased', async () => {
    const world = await World.open();
    const id = v4();
    const receive = (attachments: CommandData<'receive-submission'>['attachments']) =>
      world.act(
        'sub',
        'receive-submission',
        { framework: 'tests', fields, ...(attachments ? { attachments } : {}) },
        { id },
      );
    await receive(undefined);
    const [received] = await recorded(world);
    if (received === undefined) throw new Error('nothing recorded');
    const found = await world.vault.open(digestsOf(received).map(({ digest }) => digest));
    const links = [...found].flatMap(([digest, each]) =>
      each.state === 'opened' && each.disclosure.name.startsWith('links.') ? [digest] : [],
    );
    await world.vault.erase(links);
    const { id: blob, sha256, bytes } = await world.vault.putBlob([Buffer.from('a plan')]);
    const plan = { blob, sha256, bytes, mediaType: 'text/plain', name: 'plan.txt' };
    expect(await receive(undefined)).to.include({ replayed: true });
    expect(await refusal(receive({ plan }))).to.include({ code: 'idempotency-mismatch' });
  });

  it('records of an attachment only what is true of its blob', async () => {
    const world = await World.open();
    const { id: blob, sha256, bytes } = await world.vault.putBlob([Buffer.from('a plan')]);
    const plan = { blob, sha256, bytes, mediaType: 'text/plain', name: 'plan.txt' };
    const receive = (changes: Partial<typeof plan>) =>
      world.act('sub', 'receive-submission', {
        framework: 'tests',
        fields,
        attachments: { plan: { ...plan, ...changes } },
      });
    expect((await refusal(receive({ bytes: 999 }))).message).to.include('attachments.plan.bytes');
    expect((await refusal(receive({ sha256: '0'.repeat(64) }))).message).to.include(
      'attachments.plan.sha256',
    );
    expect(await refusal(receive({ blob: v4() }))).to.include({ code: 'blob-unknown' });
    expect(await receive({})).to.include({ replayed: false });
  });
});
