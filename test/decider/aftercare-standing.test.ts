import { expect } from 'chai';
import { describe, it } from 'mocha';
import { standingOf } from '../../projections/standing.ts';
import {
  approvedWith,
  carried,
  conditionWanted,
  decisionId,
  issue,
  onCondition,
  onDecision,
} from './decisions.ts';
import { type Act, act, given, happened, Stream } from './given.ts';
import { idOf, submissionId } from './people.ts';
import { convened, judged, noInterest, received } from './reviews.ts';

const expires = '2026-06-30T23:59:59.999Z';
const afterwards = '2026-07-01T00:00:00.000Z';
const now = '2026-02-01T00:00:00.000Z';
const approved = [...carried, issue({ expires })];
const decision = decisionId(approved.length);

const suspend = (why: 'incident' | 'other' = 'incident', options: Parameters<typeof act>[3] = {}) =>
  onDecision((id) => act('cha', 'suspend-decision', { decision: id, why, reason: 'An incident.' }, options));
const reinstate = onDecision((id) =>
  act('sec', 'reinstate-decision', { decision: id, reason: 'Cleared up.' }),
);
const revoke = (options: Parameters<typeof act>[3] = {}) =>
  act('cha', 'revoke-decision', { reason: 'Misused.' }, options);
const expire = (options: Parameters<typeof act>[3] = { at: afterwards }) =>
  onDecision((id) => act('system', 'expire-decision', { decision: id, expires }, options));
const breach = onCondition('report', (on) => act('ver', 'report-breach', on));
const closed = act('sec', 'close-submission', { why: 'completed' });
const reopened = act('sec', 'reopen-submission', { reason: 'New facts.' });
const decidedAgain: readonly Act[] = [
  closed,
  reopened,
  convened(),
  ...(['ana', 'ben', 'cem', 'dua'] as const).flatMap((name) => [noInterest(name), judged(name)]),
  issue(),
];

describe('an approval that is suspended', () => {
  it('does not stand until it is reinstated', () => {
    given(...approved)
      .when(suspend())
      .emits({ type: 'DecisionSuspended', data: { decision, why: 'incident', reason: 'An incident.' } });
    given(...approved, suspend('other')).shows((state) =>
      expect(standingOf(state, now)).to.equal('suspended'),
    );
    given(...approved, suspend())
      .when(reinstate)
      .emits({ type: 'DecisionReinstated', data: { decision, reason: 'Cleared up.' } });
    given(...approved, suspend(), reinstate).shows((state) => {
      expect(standingOf(state, now)).to.equal('in-force');
      expect(state.decision?.suspended).to.equal(null);
    });
  });

  it('is suspended by hand once, by chair or secretary, with a reason', () => {
    given(...approved, suspend())
      .when(suspend())
      .refuses('already-done', { what: 'suspension', id: decision });
    given(...approved)
      .when(act('cha', 'suspend-decision', { decision, why: 'other' }))
      .refuses('invalid-command', { field: 'reason' });
    given(...approved)
      .when(act('ver', 'suspend-decision', { decision, why: 'other', reason: 'No.' }))
      .refuses('not-permitted', { accepted: ['chair', 'secretary'] });
    given(...approved)
      .when(act('cha', 'suspend-decision', { decision: idOf('none'), why: 'other', reason: 'No.' }))
      .refuses('unknown-reference', { field: 'decision' });
  });

  it('is not reinstated while it stands, or without a reason', () => {
    given(...approved)
      .when(reinstate)
      .refuses('wrong-standing', { standing: 'in-force', accepted: ['suspended'] });
    given(...approved, suspend())
      .when(act('sec', 'reinstate-decision', { decision }))
      .refuses('invalid-command', { field: 'reason' });
  });

  it('by a broken condition is reinstated by verifying alone', () => {
    given(...approvedWith(conditionWanted()), breach)
      .when(reinstate)
      .refuses('condition-broken', { conditions: ['report'] });
    const overdue = { at: '2026-04-01T00:00:00.000Z' };
    given(...approvedWith(conditionWanted()), suspend())
      .when(onDecision((id) => act('sec', 'reinstate-decision', { decision: id, reason: 'Now.' }, overdue)))
      .refuses('condition-broken', { conditions: ['report'] });
  });

  it('for two reasons stays so until both are gone', () => {
    const verify = onCondition('report', (on) =>
      act('ver', 'verify-condition', { ...on, result: 'acceptable' }),
    );
    const both = [...approvedWith(conditionWanted()), suspend(), breach];
    given(...both, verify).shows((state) => {
      expect(standingOf(state, now)).to.equal('suspended');
      expect(state.decision?.suspended?.condition).to.equal(null);
    });
    given(...both, verify, reinstate).shows((state) => expect(standingOf(state, now)).to.equal('in-force'));
  });
});

describe('an approval that is revoked', () => {
  it('is over, suspended or not', () => {
    given(...approved)
      .when(revoke())
      .emits({ type: 'DecisionRevoked', data: { decision, reason: 'Misused.' } });
    given(...approved, suspend(), revoke()).shows((state) =>
      expect(standingOf(state, now)).to.equal('revoked'),
    );
    given(...approved)
      .when(act('sec', 'revoke-decision', { decision, reason: 'Misused.' }))
      .emits({ type: 'DecisionRevoked', data: { decision, reason: 'Misused.' } });
  });

  it('is revoked once, with a reason, by chair or secretary, and only while it runs', () => {
    const facts = { standing: 'revoked', accepted: ['pending-conditions', 'in-force', 'suspended'] };
    given(...approved, revoke())
      .when(revoke())
      .refuses('wrong-standing', facts);
    given(...approved)
      .when(revoke({ at: afterwards }))
      .refuses('wrong-standing', { standing: 'lapsed' });
    given(...approved)
      .when(act('cha', 'revoke-decision', {}))
      .refuses('invalid-command', { field: 'reason' });
    given(...approved)
      .when(act('ana', 'revoke-decision', { reason: 'No.' }))
      .refuses('not-permitted');
    given(...carried)
      .when(revoke())
      .refuses('not-found', { what: 'decision', id: submissionId });
    given(...approved)
      .when(act('cha', 'revoke-decision', { decision: idOf('none'), reason: 'No.' }))
      .refuses('unknown-reference', { field: 'decision' });
    const abstained = (['cem', 'dua'] as const).map((name) => judged(name, { position: 'abstain' }));
    given(...carried.slice(0, -2), ...abstained, issue({ outcome: 'declined' }))
      .when(revoke())
      .refuses('wrong-standing', { standing: 'none' });
  });

  it('may be unknown in an imported history', () => {
    const imported = { source: 'elsewhere' } as const;
    const stream = new Stream().play([{ ...received(), imported }]);
    const { decided } = stream.ask(act(null, 'revoke-decision', {}, { imported }));
    expect(decided.events).to.deep.equal([{ type: 'DecisionRevoked', data: {} }]);
    expect(decided.broke).to.deep.equal(['not-found', 'not-permitted']);
    stream.play([act(null, 'issue-decision', { outcome: 'approved' }, { imported })]);
    stream.play([act(null, 'revoke-decision', {}, { imported })]);
    expect(standingOf(stream.state, now)).to.equal('revoked');
  });
});

describe('an approval that is superseded', () => {
  const elsewhere = { submission: idOf('other submission'), decision: idOf('other decision') };
  const supersede = (by: typeof elsewhere, of: string = decision) =>
    act('cha', 'supersede-decision', { decision: of, by, reason: 'A new case.' });

  it('gives way to a decision of another submission, or of its own', () => {
    given(...approved)
      .when(supersede(elsewhere))
      .emits({
        type: 'DecisionSuperseded',
        data: { decision, by: elsewhere, reason: 'A new case.' },
      });
    const second = decisionId(approved.length + decidedAgain.length);
    given(...approved, ...decidedAgain, supersede({ submission: submissionId, decision: second })).shows(
      (state) => {
        expect(state.pastDecisions[0]?.superseded).to.be.a('string');
        expect(standingOf(state, now)).to.equal('in-force');
      },
    );
  });

  it('is not superseded by itself, by what is unknown, or by one that has ended, so that no circle closes', () => {
    given(...approved)
      .when(supersede({ submission: submissionId, decision }))
      .refuses('invalid-command', { field: 'by.decision' });
    given(...approved)
      .when(supersede({ submission: submissionId, decision: idOf('none') }))
      .refuses('unknown-reference', { field: 'decision', id: idOf('none') });
    const second = decisionId(approved.length + decidedAgain.length);
    const first = supersede({ submission: submissionId, decision: second });
    given(...approved, ...decidedAgain, first)
      .when(supersede({ submission: submissionId, decision }, second))
      .refuses('wrong-standing', { standing: 'superseded' });
    given(...approved, supersede(elsewhere))
      .when(supersede(elsewhere))
      .refuses('wrong-standing');
    given(...approved)
      .when(act('ana', 'supersede-decision', { decision, by: elsewhere }))
      .refuses('not-permitted');
  });

  it('may be superseded by a decision that declines', () => {
    const declined = happened('cha', {
      type: 'DecisionIssued',
      data: {
        decision: idOf('declining'),
        outcome: 'declined',
        evaluation: {
          evaluator: 'evaluator-1',
          rules: `tests@1#${'a'.repeat(64)}`,
          at: now,
          version: 1,
          inputs: [],
          atoms: [],
          result: [],
        },
        conditions: [],
        effective: now,
      },
    });
    given(...approved, declined)
      .when(supersede({ submission: submissionId, decision: idOf('declining') }))
      .emitsTypes('DecisionSuperseded');
  });
});

describe('an approval whose term is over', () => {
  it('lapses with nobody present: readers see it, and the system records it', () => {
    given(...approved).shows((state) => {
      expect(standingOf(state, expires), 'equality is in time').to.equal('in-force');
      expect(standingOf(state, afterwards)).to.equal('lapsed');
    });
    given(...approved)
      .when(expire())
      .emits({ type: 'DecisionExpired', data: { decision, expires } });
    given(...approved, expire()).shows((state, stream) => {
      expect(standingOf(state, afterwards)).to.equal('lapsed');
      const event = stream.last('DecisionExpired');
      expect(event.actor.via).to.equal('system');
      expect(state.decision?.expired).to.equal(event.id);
    });
  });

  it('is not due at the very instant', () => {
    given(...approved)
      .when(expire({ at: expires }))
      .refuses('not-due', { due: expires, at: expires });
  });

  it('lapses once, and not after it was revoked, superseded or given without a term', () => {
    const done = { what: 'decision', id: decision };
    given(...approved, expire())
      .when(expire())
      .refuses('already-done', done);
    given(...approved, revoke())
      .when(expire())
      .refuses('already-done', done);
    given(...carried, issue())
      .when(expire())
      .refuses('already-done', done);
    const other = onDecision((id) =>
      act('system', 'expire-decision', { decision: id, expires: now }, { at: afterwards }),
    );
    given(...approved)
      .when(other)
      .refuses('already-done', done);
  });

  it('is for the system alone, which does nothing else', () => {
    given(...approved)
      .when(act('cha', 'expire-decision', { decision, expires }, { at: afterwards }))
      .refuses('not-permitted', { command: 'expire-decision', accepted: [] });
    given(...approved)
      .when(revoke({ via: 'system' }))
      .refuses('not-permitted', { command: 'revoke-decision' });
  });

  it('cannot be suspended any more', () => {
    given(...approved)
      .when(suspend('incident', { at: afterwards }))
      .refuses('wrong-standing', { standing: 'lapsed' });
  });

  it('may have a condition that became due before, which is recorded first', () => {
    const due = '2026-03-31T17:00:00.000Z';
    const term = approvedWith(conditionWanted()).map((step) =>
      step.asked.name === 'issue-decision'
        ? issue({ outcome: 'approved-with-conditions', conditions: [conditionWanted()], expires })
        : step,
    );
    const late = onCondition('report', (on) =>
      act('system', 'record-overdue-condition', { ...on, due }, { at: afterwards }),
    );
    given(...term, late)
      .when(expire())
      .emitsTypes('DecisionExpired');
  });
});
