import { expect } from 'chai';
import { describe, it } from 'mocha';
import { standingOf } from '../../projections/standing.ts';
import { approvedWith, conditionWanted, onCondition, onDecision } from './decisions.ts';
import { act, given, type Stream } from './given.ts';
import { aliasOf, idOf } from './people.ts';

const due = '2026-03-31T17:00:00.000Z';
const afterDue = '2026-03-31T17:00:00.001Z';
const approved = approvedWith(conditionWanted());
const pending = approvedWith(conditionWanted({ kind: 'before' }));

const evidence = onCondition('report', (on) =>
  act('own', 'submit-evidence', { ...on, evidence: 'See the report.' }),
);
const newestEvidence = (stream: Stream): string => stream.last('ConditionEvidenceSubmitted').id;
const reject = (by: 'ver' | 'own' | 'sub' | 'ana' = 'ver', reason: string | null = 'Not signed.') =>
  onCondition('report', (on, stream) =>
    act(by, 'reject-evidence', {
      ...on,
      evidence: newestEvidence(stream),
      ...(reason === null ? {} : { reason }),
    }),
  );
const verify = (by: 'ver' | 'own' | 'sub' | 'cha' = 'ver', at?: string) =>
  onCondition('report', (on) =>
    act(by, 'verify-condition', { ...on, result: 'acceptable' }, at === undefined ? {} : { at }),
  );
const breach = (by: 'ver' | 'sec' | 'own' = 'ver') =>
  onCondition('report', (on) => act(by, 'report-breach', { ...on, reason: 'It was not filed.' }));
const extend = (until: string, at?: string, by: 'sec' | 'own' = 'sec') =>
  onCondition('report', (on) =>
    act(by, 'extend-condition', { ...on, due: until, reason: 'Ill.' }, at === undefined ? {} : { at }),
  );
const revoke = onDecision((decision) => act('cha', 'revoke-decision', { decision, reason: 'Misused.' }));
const overdue = onCondition('report', (on) =>
  act('system', 'record-overdue-condition', { ...on, due }, { at: afterDue }),
);

describe('evidence for a condition', () => {
  it('is the owner’s claim, and changes no standing', () => {
    given(...pending)
      .when(
        onCondition('report', (on) =>
          act('own', 'submit-evidence', {
            ...on,
            evidence: 'See the report.',
            attachments: {
              report: {
                blob: idOf('blob'),
                sha256: 'c'.repeat(64),
                bytes: 3,
                mediaType: 'text/plain',
                name: 'report.txt',
              },
            },
          }),
        ),
      )
      .emits((stream) => ({
        type: 'ConditionEvidenceSubmitted',
        data: {
          decision: stream.last('DecisionIssued').data.decision,
          condition: 'report',
          evidence: 'See the report.',
          attachments: {
            report: {
              blob: idOf('blob'),
              sha256: 'c'.repeat(64),
              bytes: 3,
              mediaType: 'text/plain',
              name: 'report.txt',
            },
          },
        },
      }));
    given(...pending, evidence).shows((state) => {
      expect(standingOf(state, due)).to.equal('pending-conditions');
      expect(state.decision?.conditions[0]?.evidence).to.have.length(1);
    });
  });

  it('is refused from anyone else, and once the approval is over', () => {
    for (const by of ['sub', 'ver', 'sec'] as const) {
      given(...approved)
        .when(onCondition('report', (on) => act(by, 'submit-evidence', { ...on, evidence: 'Done.' })))
        .refuses('not-permitted', { command: 'submit-evidence' });
    }
    given(...approved, revoke)
      .when(evidence)
      .refuses('wrong-standing', {
        standing: 'revoked',
        accepted: ['pending-conditions', 'in-force', 'suspended'],
      });
  });

  it('is rejected by the verifier, once, and says why', () => {
    given(...approved, evidence)
      .when(reject())
      .emits((stream) => ({
        type: 'ConditionEvidenceRejected',
        data: {
          decision: stream.last('DecisionIssued').data.decision,
          condition: 'report',
          evidence: newestEvidence(stream),
          reason: 'Not signed.',
        },
      }));
    given(...approved, evidence, reject()).shows((state) =>
      expect(state.decision?.conditions[0]?.evidence[0]?.rejected).to.equal(true),
    );
    given(...approved, evidence, reject())
      .when(reject())
      .refuses('already-done', { what: 'evidence' });
    given(...approved, evidence)
      .when(reject('ver', null))
      .refuses('invalid-command', { field: 'reason' });
    given(...approved, evidence, revoke)
      .when(reject())
      .refuses('wrong-standing');
  });

  it('is judged by neither owner nor submitter, and by nobody but the verifier', () => {
    const refused = { rule: 'SOD-2', command: 'reject-evidence' };
    given(...approved, evidence)
      .when(reject('own'))
      .refuses('separation-of-duties', refused);
    given(...approved, evidence)
      .when(reject('sub'))
      .refuses('separation-of-duties', refused);
    given(...approved, evidence)
      .when(reject('ana'))
      .refuses('not-permitted', { accepted: ['verifier'] });
  });

  it('has to be evidence for that condition', () => {
    const of = onCondition('report', (on) =>
      act('ver', 'reject-evidence', { ...on, evidence: idOf('nothing'), reason: 'No.' }),
    );
    given(...approved, evidence)
      .when(of)
      .refuses('unknown-reference', { field: 'evidence', id: idOf('nothing') });
  });
});

describe('verifying a condition', () => {
  it('makes a condition of before hold, so that the approval stands', () => {
    given(...pending, evidence)
      .when(
        onCondition('report', (on, stream) =>
          act('ver', 'verify-condition', {
            ...on,
            evidence: newestEvidence(stream),
            result: 'alternate',
            note: 'By other means.',
          }),
        ),
      )
      .emits((stream) => ({
        type: 'ConditionVerified',
        data: {
          decision: stream.last('DecisionIssued').data.decision,
          condition: 'report',
          evidence: newestEvidence(stream),
          result: 'alternate',
          note: 'By other means.',
        },
      }));
    given(...pending, verify()).shows((state) => expect(standingOf(state, due)).to.equal('in-force'));
  });

  it('is for the verifier alone', () => {
    const refused = { rule: 'SOD-2', command: 'verify-condition' };
    given(...approved)
      .when(verify('own'))
      .refuses('separation-of-duties', refused);
    given(...approved)
      .when(verify('sub'))
      .refuses('separation-of-duties', refused);
    given(...approved)
      .when(verify('cha'))
      .refuses('not-permitted', { accepted: ['verifier'] });
  });

  it('is refused twice, but for a continuing condition', () => {
    given(...approved, verify())
      .when(verify())
      .refuses('already-done', { what: 'condition', id: 'report' });
    const continuing = approvedWith(conditionWanted({ kind: 'continuing' }));
    given(...continuing, verify())
      .when(verify())
      .emitsTypes('ConditionVerified');
  });

  it('does not rest on rejected evidence, nor outlive the approval', () => {
    given(...approved, evidence, reject())
      .when(
        onCondition('report', (on, stream) =>
          act('ver', 'verify-condition', { ...on, evidence: newestEvidence(stream), result: 'acceptable' }),
        ),
      )
      .refuses('invalid-command', { field: 'evidence' });
    given(...approved, revoke)
      .when(verify())
      .refuses('wrong-standing', { standing: 'revoked' });
  });

  it('of what does not exist is refused', () => {
    given(...approved)
      .when(onCondition('beauty', (on) => act('sec', 'report-breach', { ...on })))
      .refuses('unknown-reference', { field: 'condition', id: 'beauty' });
    given(...approved)
      .when(act('sec', 'report-breach', { decision: idOf('none'), condition: 'report' }))
      .refuses('unknown-reference', { field: 'decision', id: idOf('none') });
  });
});

describe('extending a condition', () => {
  const until = '2026-05-31T17:00:00.000Z';
  it('moves its due date, with a reason, while it can still be met', () => {
    given(...approved)
      .when(extend(until, due))
      .emits((stream) => ({
        type: 'ConditionExtended',
        data: {
          decision: stream.last('DecisionIssued').data.decision,
          condition: 'report',
          due: until,
          reason: 'Ill.',
        },
      }));
    given(...approved, extend(until)).shows((state) => {
      expect(state.decision?.conditions[0]?.due).to.equal(until);
      expect(standingOf(state, afterDue)).to.equal('in-force');
    });
    const timeless = conditionWanted({ kind: 'continuing' });
    delete timeless.due;
    given(...approvedWith(timeless))
      .when(extend(until))
      .emitsTypes('ConditionExtended');
  });

  it('is refused a millisecond after the date, and once the condition is broken or verified', () => {
    given(...approved)
      .when(extend(until, afterDue))
      .refuses('condition-broken', { conditions: ['report'] });
    given(...approved, breach())
      .when(extend(until))
      .refuses('condition-broken', { conditions: ['report'] });
    given(...approved, verify())
      .when(extend(until))
      .refuses('already-done', { what: 'condition', id: 'report' });
    given(...approved, revoke)
      .when(extend(until))
      .refuses('wrong-standing');
  });

  it('gives more time, says why, and is for secretary and chair', () => {
    given(...approved)
      .when(extend(due))
      .refuses('invalid-command', { field: 'due', rule: `later than ${due}` });
    given(...approved)
      .when(onCondition('report', (on) => act('cha', 'extend-condition', { ...on, due: until })))
      .refuses('invalid-command', { field: 'reason' });
    given(...approved)
      .when(extend(until, undefined, 'own'))
      .refuses('not-permitted');
  });
});

describe('a broken condition', () => {
  it('suspends the approval with the same append', () => {
    given(...approved)
      .when(breach())
      .emits(
        (stream) => ({
          type: 'ConditionBreached',
          data: {
            decision: stream.last('DecisionIssued').data.decision,
            condition: 'report',
            reason: 'It was not filed.',
          },
        }),
        (stream) => ({
          type: 'DecisionSuspended',
          data: {
            decision: stream.last('DecisionIssued').data.decision,
            why: 'condition-breached',
            condition: 'report',
          },
        }),
      );
    given(...approved, breach('sec')).shows((state) => expect(standingOf(state, due)).to.equal('suspended'));
  });

  it('holds until it is verified', () => {
    given(...approved, breach(), verify()).shows((state) => {
      expect(standingOf(state, due)).to.equal('in-force');
      expect(state.decision?.suspensions).to.deep.equal([]);
    });
  });

  it('keeps the approval suspended while another one is broken', () => {
    const two = approvedWith(conditionWanted(), conditionWanted({ condition: 'audit' }));
    const other = onCondition('audit', (on) => act('ver', 'report-breach', on));
    const mended = onCondition('audit', (on) =>
      act('ver', 'verify-condition', { ...on, result: 'acceptable' }),
    );
    given(...two, breach(), other, mended).shows((state) => {
      expect(standingOf(state, due)).to.equal('suspended');
      expect(state.decision?.suspended?.condition).to.equal('report');
    });
    given(...two, breach(), other, verify()).shows((state) =>
      expect(state.decision?.suspended?.condition).to.equal('audit'),
    );
    given(...two, breach(), other, verify(), mended).shows((state) =>
      expect(standingOf(state, due)).to.equal('in-force'),
    );
  });

  it('is on record once, by verifier or secretary, while the approval runs', () => {
    given(...approved, breach())
      .when(breach('sec'))
      .refuses('already-done', { what: 'condition', id: 'report' });
    given(...approved)
      .when(breach('own'))
      .refuses('not-permitted', { accepted: ['verifier', 'secretary'] });
    given(...approved, revoke)
      .when(breach())
      .refuses('wrong-standing');
    given(...approved, breach(), verify())
      .when(breach())
      .emitsTypes('ConditionBreached', 'DecisionSuspended');
  });
});

describe('an overdue condition', () => {
  it('is recorded by the system, and suspends', () => {
    given(...approved)
      .when(overdue)
      .emits(
        (stream) => ({
          type: 'ConditionBreached',
          data: { decision: stream.last('DecisionIssued').data.decision, condition: 'report', due },
        }),
        (stream) => ({
          type: 'DecisionSuspended',
          data: {
            decision: stream.last('DecisionIssued').data.decision,
            why: 'condition-overdue',
            condition: 'report',
          },
        }),
      );
    given(...approved, overdue, verify('ver', '2026-04-02T09:00:00.000Z')).shows((state) =>
      expect(standingOf(state, '2026-04-03T09:00:00.000Z')).to.equal('in-force'),
    );
  });

  it('is not due at the very instant', () => {
    given(...approved)
      .when(
        onCondition('report', (on) => act('system', 'record-overdue-condition', { ...on, due }, { at: due })),
      )
      .refuses('not-due', { due, at: due });
  });

  it('is recorded once, and not where nothing is due any more', () => {
    const done = { what: 'condition', id: 'report' };
    given(...approved, overdue)
      .when(overdue)
      .refuses('already-done', done);
    given(...approved, verify())
      .when(overdue)
      .refuses('already-done', done);
    given(...approved, extend('2026-05-31T17:00:00.000Z'))
      .when(overdue)
      .refuses('already-done', done);
    given(...approved, revoke)
      .when(overdue)
      .refuses('already-done', { what: 'decision' });
  });

  it('is for the system alone', () => {
    given(...approved)
      .when(
        onCondition('report', (on) =>
          act('sec', 'record-overdue-condition', { ...on, due }, { at: afterDue }),
        ),
      )
      .refuses('not-permitted', { accepted: [] });
  });
});

describe('imported aftercare', () => {
  it('is noted where it was not the verifier’s to say', () => {
    const imported = { source: 'elsewhere' } as const;
    const history = approvedWith(conditionWanted({ owner: idOf('sub') })).map((step) =>
      typeof step === 'function' ? step : { ...step, imported },
    );
    given(...history)
      .when(
        onCondition('report', (on) =>
          act('sub', 'verify-condition', { ...on, result: 'acceptable' }, { imported }),
        ),
      )
      .broke('SOD-2', 'not-permitted');
    expect(aliasOf('sub')).not.to.equal(aliasOf('ver'));
  });
});
