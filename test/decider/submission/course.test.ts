import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { CommandData } from '../../../src/commands/catalogue.ts';
import { type Act, act, given, type Step } from '../given.ts';
import { blocked, inHistory, judged, received, screened, underReview } from '../reviews.ts';

const withdrawn = act('sub', 'withdraw-submission', { reason: 'No longer needed' });
const panel = ['ana', 'ben', 'cem', 'dua'] as const;
const proposed = (outcome: CommandData<'propose-decision'>['outcome']): Act =>
  act('cha', 'propose-decision', { outcome });
const close = (why: CommandData<'close-submission'>['why'], note?: string): Act =>
  act('sec', 'close-submission', { why, ...(note === undefined ? {} : { note }) });
const issued = (outcome: CommandData<'issue-decision'>['outcome']): Step[] => [
  proposed(outcome),
  act('cha', 'issue-decision', {
    outcome,
    reasons: { facts: 'As submitted', why: 'As judged' },
    ...(outcome === 'approved' ? { expires: '2027-01-05T00:00:00.000Z' } : {}),
  }),
];
const approved: readonly Step[] = [
  ...underReview(),
  ...panel.map((name) => judged(name)),
  ...issued('approved'),
];
const declined: readonly Step[] = [
  ...underReview(),
  ...panel.map((name) => judged(name, { position: 'abstain' })),
  ...issued('declined'),
];

describe('returning a submission', () => {
  const returned = act('sec', 'return-submission', { reasons: 'The purpose is not said' });

  it('sends it back before a panel sits, with reasons', () => {
    for (const before of [[received()], [received(), screened()]]) {
      given(...before)
        .when(returned)
        .emits({ type: 'SubmissionReturned', data: { reasons: 'The purpose is not said' } });
    }
  });

  it('needs reasons, unless it is imported', () => {
    const silent = act('sec', 'return-submission', {});
    given(received()).when(silent).refuses('invalid-command', { field: 'reasons', rule: 'is required' });
    given(inHistory(received())).when(inHistory(silent)).emits({ type: 'SubmissionReturned', data: {} });
  });

  it('is over once a panel sits, and is the secretary’s', () => {
    given(...underReview())
      .when(returned)
      .refuses('wrong-phase', { accepted: ['submitted', 'screening'] });
    given(received())
      .when({ ...returned, by: 'sub' })
      .refuses('not-permitted', { accepted: ['secretary'] });
  });
});

describe('withdrawing a submission', () => {
  it('is the submitter’s at any time before a decision', () => {
    const before: readonly (readonly Step[])[] = [
      [received()],
      [received(), screened()],
      underReview(),
      [...underReview(), ...panel.map((name) => judged(name)), proposed('approved')],
      [...underReview(), ...panel.map((name) => judged(name))],
    ];
    for (const steps of before) {
      given(...steps)
        .when(withdrawn)
        .emits({ type: 'SubmissionWithdrawn', data: { reason: 'No longer needed' } });
    }
    given(received())
      .when(act('sub', 'withdraw-submission', {}))
      .emits({ type: 'SubmissionWithdrawn', data: {} });
    given(received())
      .when({ ...withdrawn, by: 'sec' })
      .refuses('not-permitted', { accepted: ['submitter'] });
  });

  it('is refused once it is decided, whatever the decision, and once it is closed', () => {
    const accepted = ['submitted', 'screening', 'review'];
    given(...approved)
      .when(withdrawn)
      .refuses('wrong-phase', { phase: 'aftercare', accepted });
    given(...declined)
      .when(withdrawn)
      .refuses('wrong-phase', { phase: 'decision', accepted });
    given(received(), withdrawn).when(withdrawn).refuses('wrong-phase', { phase: 'closed' });
  });
});

describe('closing a submission', () => {
  it('ends a declined one as declined, and one in force as completed or retired', () => {
    given(...declined)
      .when(close('declined', 'Told the submitter'))
      .emits({ type: 'SubmissionClosed', data: { why: 'declined', note: 'Told the submitter' } });
    for (const why of ['completed', 'retired'] as const) {
      given(...approved)
        .when(close(why))
        .emits({ type: 'SubmissionClosed', data: { why } });
    }
  });

  it('says what the case can be closed as', () => {
    given(...declined)
      .when(close('completed'))
      .refuses('invalid-command', {
        field: 'why',
        rule: 'the case as it stands can be closed as declined',
      });
    given(...approved)
      .when(close('lapsed'))
      .refuses('invalid-command', {
        field: 'why',
        rule: 'the case as it stands can be closed as completed or retired',
      });
  });

  it('follows what became of the decision', () => {
    const decision: Step = (stream) =>
      act('cha', 'revoke-decision', {
        decision: stream.last('DecisionIssued').data.decision,
        reason: 'Misused',
      });
    given(...approved, decision)
      .when(close('revoked'))
      .emits({ type: 'SubmissionClosed', data: { why: 'revoked' } });
    given(...approved, (stream) => ({
      ...act('system', 'expire-decision', {
        decision: stream.last('DecisionIssued').data.decision,
        expires: '2027-01-05T00:00:00.000Z',
      }),
      at: '2027-01-05T00:00:00.001Z',
    }))
      .when({ ...close('lapsed'), at: '2027-01-06T00:00:00.000Z' })
      .emits({ type: 'SubmissionClosed', data: { why: 'lapsed' } });
  });

  it('knows a lapse by the clock, before the ledger has recorded it', () => {
    given(...approved)
      .when({ ...close('lapsed'), at: '2027-01-05T00:00:00.000Z' })
      .refuses('invalid-command', { field: 'why' });
    given(...approved)
      .when({ ...close('lapsed'), at: '2027-01-05T00:00:00.001Z' })
      .emits({ type: 'SubmissionClosed', data: { why: 'lapsed' } });
  });

  it('waits for a decision', () => {
    given(...underReview())
      .when(close('completed'))
      .refuses('wrong-phase', { accepted: ['aftercare'] });
    given(...underReview(), ...panel.map((name) => judged(name)), proposed('approved'))
      .when(close('declined'))
      .refuses('wrong-phase', { phase: 'decision', accepted: ['aftercare'] });
  });

  it('is imported as it happened, with the phase noted', () =>
    given(inHistory(received()))
      .when(inHistory(close('retired')))
      .broke('wrong-phase'));
});

describe('reopening a submission', () => {
  const reopened = act('sec', 'reopen-submission', { reason: 'New facts' });

  it('takes a closed case back to before the panel, with a reason', () => {
    given(received(), withdrawn)
      .when(reopened)
      .emits({ type: 'SubmissionReopened', data: { reason: 'New facts' } });
    given(received(), withdrawn, reopened).when(screened()).emitsTypes('SubmissionScreened');
    given(...declined, close('declined'), reopened)
      .when(withdrawn)
      .emitsTypes('SubmissionWithdrawn');
  });

  it('leaves a finding that a line is crossed to be presumed, however the case was closed', () => {
    const crossed = [
      ...underReview(),
      blocked('ana', 'no-harm', { 'no-harm': 'prohibited' }),
      judged('ben'),
      judged('cem'),
    ];
    const prohibited = [
      ...crossed,
      act('cha', 'issue-decision', { outcome: 'declined-prohibited', reasons: { facts: 'f', why: 'w' } }),
    ];
    for (const closed of [
      [...crossed, withdrawn],
      [...prohibited, close('declined')],
    ]) {
      given(...closed)
        .when(reopened)
        .emits({ type: 'SubmissionReopened', data: { presumed: ['no-harm'], reason: 'New facts' } });
      given(...closed, reopened).shows(({ phase, screening }) =>
        expect({ phase, presumed: screening?.presumed }).to.deep.equal({
          phase: 'screening',
          presumed: ['no-harm'],
        }),
      );
    }
  });

  it('is refused for a case that is open, and without a reason', () => {
    given(received())
      .when(reopened)
      .refuses('wrong-phase', { accepted: ['closed'] });
    given(received(), withdrawn)
      .when(act('sec', 'reopen-submission', {}))
      .refuses('invalid-command', { field: 'reason' });
  });
});
