import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { deadline, seatsFor } from '../decider/reviews.ts';
import { ServedWorld } from './served-world.ts';
import { judgmentOf, seatsOfFour } from './under-review.ts';

const Text = z.looseObject({ state: z.string(), value: z.unknown() });
const Turn = z.looseObject({ what: z.string(), condition: z.string().nullable(), reason: Text });
const Case = z.looseObject({
  standing: z.string(),
  progress: z.object({ seats: z.int(), judged: z.int() }),
  waiting: z.array(
    z.looseObject({ why: z.string(), words: z.string(), mine: z.boolean(), due: z.string().nullable() }),
  ),
  may: z.array(z.string()),
  people: z.array(z.looseObject({ is: z.array(z.string()), name: z.looseObject({ state: z.string() }) })),
  state: z.looseObject({
    phase: z.string(),
    outcome: z.string().nullable(),
    panel: z.looseObject({ deadline: z.looseObject({ due: z.string() }) }).nullable(),
    decision: z
      .looseObject({
        decision: z.string(),
        conditions: z.array(
          z.looseObject({
            condition: z.string(),
            due: z.string(),
            evidence: z.array(z.looseObject({ event: z.string() })),
          }),
        ),
      })
      .nullable(),
  }),
  told: z.looseObject({
    requests: z.array(z.looseObject({ event: z.string(), questions: Text, answers: z.array(z.unknown()) })),
    screened: z.array(
      z.looseObject({ presumed: z.array(z.string()), rebuttals: Text, reasons: Text, scope: z.string() }),
    ),
    returned: z.array(z.looseObject({ reasons: Text })),
    decisions: z.array(z.looseObject({ outcome: z.string(), reasons: Text, texts: Text })),
    judgments: z.array(z.looseObject({ judgment: Text, reasons: Text })),
    evidence: z.array(z.looseObject({ condition: z.string(), rejected: Text.nullable() })),
    turns: z.array(Turn),
  }),
});
const Work = z.object({ items: z.array(z.looseObject({ words: z.string(), submission: z.string() })) });
const Explained = z.looseObject({ decided: z.string().nullable(), needed: z.array(z.string()) });

describe('what a submitter can find out about their case', () => {
  let up: ServedWorld;
  let submission = '';
  const act: (...given: Parameters<ServedWorld['world']['act']>) => Promise<unknown> = async (...given) => {
    await up.world.act(given[0], given[1], given[2], { subject: submission });
    await up.projector.waitFor();
  };
  const seen = async () => {
    const answered = await up.as('sub').get(`/api/submissions/${submission}`);
    expect(answered.status, answered.body).to.equal(200);
    return Case.parse(answered.json());
  };
  const mine = async () => (await seen()).waiting.filter((each) => each.mine);
  const work = async () => Work.parse((await up.as('sub').get('/api/me/work')).json()).items;
  const explained = async () =>
    Explained.parse((await up.as('sub').get(`/api/submissions/${submission}/explain`)).json());

  before(async () => {
    up = await ServedWorld.open();
    const fields = { title: 'Convoy routing', purpose: 'Plan supply routes' };
    const received = await up
      .as('sub')
      .act('', 'receive-submission', { framework: 'tests', fields, sponsor: up.world.id('spo') });
    submission = received.submission ?? '';
  });
  after(() => up.close());

  it('where is my case: received, and waiting for the secretary', async () => {
    const { state, waiting, standing } = await seen();
    expect([state.phase, state.outcome, standing]).to.deep.equal(['submitted', null, 'none']);
    expect(waiting.map(({ words, mine: isMine }) => [words, isMine])).to.deep.equal([
      ['screen the submission', false],
    ]);
  });

  it('what is asked of me, and until when: the questions, in my case, in my work, and in what is still needed', async () => {
    await act('sec', 'request-information', { questions: 'Which data?', due: '2026-01-20T17:00:00.000Z' });
    const [asked] = await mine();
    expect(asked).to.include({ words: 'answer a request for information', due: '2026-01-20T17:00:00.000Z' });
    expect((await seen()).told.requests[0]?.questions.value).to.equal('Which data?');
    expect((await work()).map(({ words }) => words)).to.deep.equal(['answer a request for information']);
    expect((await explained()).needed).to.deep.equal([
      'the submitter’s answer to one request for information',
      'screening by the secretary',
    ]);
  });

  it('once I have answered nothing waits for me', async () => {
    const [request] = (await seen()).told.requests;
    await up
      .as('sub')
      .act(submission, 'provide-information', { request: request?.event ?? '', answer: 'Open data' });
    expect(await mine()).to.deep.equal([]);
    expect((await seen()).told.requests[0]?.answers).to.have.length(1);
  });

  it('what was found when it was screened, and what I would have to show against it', async () => {
    await act('sec', 'screen-submission', {
      scope: 'in',
      presumed: ['no-weapons'],
      rebuttals: { 'no-weapons': 'That no weapon is guided by it' },
      reasons: 'It plans military transport',
    });
    const [screened] = (await seen()).told.screened;
    expect(screened).to.deep.include({ scope: 'in', presumed: ['no-weapons'] });
    expect(screened?.reasons.value).to.equal('It plans military transport');
    expect(screened?.rebuttals.value).to.deep.equal({ 'no-weapons': 'That no weapon is guided by it' });
  });

  it('until when the review is due and how far it is, but neither who judges nor how', async () => {
    const seats = seatsFor(...seatsOfFour).map((seat, i) => ({
      ...seat,
      holder: up.world.id(seatsOfFour[i] ?? ''),
    }));
    await act('sec', 'convene-panel', { seats, deadline });
    for (const seat of seatsOfFour) await act(seat, 'declare-interest', { seat, kind: 'none' });
    for (const seat of seatsOfFour) {
      const { findings, ...judgment } = judgmentOf(seat);
      const conditional = findings.map((each) =>
        each.criterion === 'oversight' ? { ...each, finding: 'meets-if' } : each,
      );
      await act(seat, 'record-judgment', { ...judgment, findings: conditional });
    }
    const { state, progress, people, told } = await seen();
    expect(state.panel?.deadline.due).to.equal(deadline.due);
    expect(progress).to.deep.equal({ seats: 4, judged: 4 });
    expect(told.judgments).to.deep.equal([]);
    const panel = people.filter(({ is }) => is.some((each) => each.startsWith('seat')));
    expect(panel.every(({ name }) => name.state === 'sealed')).to.equal(true);
  });

  it('how it came out and why, under which conditions, owed by whom until when', async () => {
    await act('cha', 'issue-decision', {
      outcome: 'approved-with-conditions',
      conditions: [
        {
          condition: 'watch',
          kind: 'before',
          owner: up.world.id('sub'),
          verifier: up.world.id('ver'),
          due: '2026-06-01T00:00:00.000Z',
          criteria: ['oversight'],
          text: 'A person confirms each route',
        },
      ],
      reasons: { facts: 'As submitted', why: 'Oversight is missing' },
    });
    const { told, state, standing } = await seen();
    expect([state.outcome, standing]).to.deep.equal(['approved-with-conditions', 'pending-conditions']);
    expect(told.decisions[0]?.reasons.value).to.deep.equal({
      facts: 'As submitted',
      why: 'Oversight is missing',
    });
    expect(told.decisions[0]?.texts.value).to.deep.equal({ watch: 'A person confirms each route' });
    expect((await explained()).decided).to.equal('approved-with-conditions');
    expect((await explained()).needed).to.include('one condition imposed');
  });

  it('what I can do now: show that the condition is met, until its due date', async () => {
    const { may } = await seen();
    expect(may).to.include('submit-evidence').and.not.include('verify-condition');
    expect(await mine()).to.deep.include({
      ...Object((await mine())[0]),
      words: 'show that a condition is met',
      due: '2026-06-01T00:00:00.000Z',
    });
  });

  it('why my evidence was not enough, and that it is asked for again', async () => {
    const decision = (await seen()).state.decision?.decision ?? '';
    const condition = { decision, condition: 'watch' };
    await up.as('sub').act(submission, 'submit-evidence', { ...condition, evidence: 'A plan' });
    expect(await mine()).to.deep.equal([]);
    const evidence = (await seen()).state.decision?.conditions[0]?.evidence[0]?.event ?? '';
    await act('ver', 'reject-evidence', { ...condition, evidence, reason: 'A plan is no practice' });
    expect((await seen()).told.evidence[0]?.rejected?.value).to.equal('A plan is no practice');
    expect((await mine()).map(({ why }) => why)).to.deep.equal(['submit-evidence']);
  });

  it('that it holds, and later why it does so no more', async () => {
    const decision = (await seen()).state.decision?.decision ?? '';
    await up
      .as('sub')
      .act(submission, 'submit-evidence', { decision, condition: 'watch', evidence: 'A month of logs' });
    await act('ver', 'verify-condition', {
      decision,
      condition: 'watch',
      result: 'acceptable',
      note: 'Logs seen',
    });
    expect((await seen()).standing).to.equal('in-force');
    await act('cha', 'suspend-decision', { decision, why: 'incident', reason: 'A convoy was lost' });
    await act('cha', 'revoke-decision', { decision, reason: 'It cannot be made safe' });
    const { standing, told } = await seen();
    expect(standing).to.equal('revoked');
    expect(told.turns.map(({ what, reason }) => [what, reason.value])).to.deep.equal([
      ['ConditionVerified', 'Logs seen'],
      ['DecisionSuspended', 'A convoy was lost'],
      ['DecisionRevoked', 'It cannot be made safe'],
    ]);
  });

  it('why it was returned, where that is how it ended', async () => {
    const fields = { title: 'Another', purpose: 'p' };
    const received = await up.as('sub').act('', 'receive-submission', { framework: 'tests', fields });
    submission = received.submission ?? '';
    await act('sec', 'return-submission', { reasons: 'It names no purpose' });
    const { state, told } = await seen();
    expect(state.outcome).to.equal('returned');
    expect(told.returned[0]?.reasons.value).to.equal('It names no purpose');
  });
});
