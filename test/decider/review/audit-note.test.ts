import { expect } from 'chai';
import { describe, it } from 'mocha';
import { type Act, act, given } from '../given.ts';
import { idOf, type Name } from '../people.ts';
import { inHistory, received, screened, underReview } from '../reviews.ts';

const note = (by: Name = 'aud', about?: string): Act =>
  act(by, 'add-audit-note', { text: 'Screened in a minute', ...(about === undefined ? {} : { about }) });
/** The same person, being an auditor too. */
const auditing = (step: Act): Act => ({
  ...step,
  now: { [String(step.by)]: { roles: ['auditor', 'reviewer', 'submitter'] } },
});

describe('an audit note', () => {
  it('is an auditor’s, by their office, about the case or an entry of it', () => {
    given(received())
      .when(note())
      .emits({ type: 'AuditNoteAdded', data: { note: { text: 'Screened in a minute' } } });
    given(received(), screened())
      .when((stream) => note('aud', stream.last('SubmissionScreened').id))
      .emits((stream) => ({
        type: 'AuditNoteAdded',
        data: { note: { about: stream.last('SubmissionScreened').id, text: 'Screened in a minute' } },
      }));
    given(received()).when(note()).actsAs('auditor');
  });

  it('is nobody else’s', () => {
    for (const by of ['sec', 'cha', 'sub', 'ste', 'adm'] as const)
      given(received())
        .when(note(by))
        .refuses('not-permitted', { accepted: ['auditor'] });
    given(received())
      .when({ ...note(), via: 'operator' })
      .refuses('operator-cannot-vote');
  });

  it('is about an entry that there is', () =>
    given(received())
      .when(note('aud', idOf('nothing')))
      .refuses('unknown-reference', { field: 'about' }));

  it('is taken in every phase, and when the case is closed', () => {
    given(received(), screened()).when(note()).emitsTypes('AuditNoteAdded');
    given(...underReview())
      .when(note())
      .emitsTypes('AuditNoteAdded');
    given(received(), act('sub', 'withdraw-submission', {}))
      .when(note())
      .emitsTypes('AuditNoteAdded');
  });

  it('is refused on one’s own case, in a seat of it, and to whoever is fenced off', () => {
    given(received())
      .when(auditing(note('sub')))
      .refuses('separation-of-duties', { rule: 'SOD-1' });
    given(...underReview())
      .when(auditing(note('ana')))
      .refuses('separation-of-duties', { rule: 'SOD-1' });
    given(...underReview(), act('ana', 'recuse-reviewer', { seat: 'ana', kind: 'self' }))
      .when(auditing(note('ana')))
      .refuses('fenced');
  });

  it('changes nothing of the case but that an entry more is there', () =>
    given(...underReview()).shows(({ revision: _, recordedAt: __, ...before }) =>
      given(...underReview(), note()).shows(({ revision: ___, recordedAt: ____, ...after }) =>
        expect(after).to.deep.equal(before),
      ),
    ));

  it('does not end an import, as an act of the review does', () => {
    given(inHistory(received()), note()).when(inHistory(screened())).emitsTypes('SubmissionScreened');
    given(inHistory(received()), note(), screened()).when(inHistory(screened())).refuses('import-closed');
  });
});
