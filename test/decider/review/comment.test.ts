import { describe, it } from 'mocha';
import type { CommandData } from '../../../src/commands/catalogue.ts';
import { type Act, act, given, type Stream } from '../given.ts';
import type { Name } from '../people.ts';
import { idOf } from '../people.ts';
import { afterHardStop, convened, deadline, inHistory, received, screened, underReview } from '../reviews.ts';

const comment = (by: Name, changes: Partial<CommandData<'add-comment'>> = {}, at?: string): Act =>
  act(by, 'add-comment', { text: 'Who is accountable?', ...changes }, at === undefined ? {} : { at });
const reply =
  (by: Name, changes: Partial<CommandData<'add-comment'>> = {}) =>
  (stream: Stream): Act =>
    comment(by, { inReplyTo: stream.last('CommentAdded').id, ...changes });

describe('a comment', () => {
  it('is for the participants unless it says otherwise, and begins a thread', () =>
    given(...underReview())
      .when(comment('sub'))
      .emits({
        type: 'CommentAdded',
        data: { visibility: 'participants', text: 'Who is accountable?' },
      }));

  it('joins the thread of the comment that it answers', () => {
    given(...underReview(), comment('ana'), reply('sub'))
      .when(reply('ben'))
      .emits((stream) => ({
        type: 'CommentAdded',
        data: {
          inReplyTo: stream.last('CommentAdded').id,
          thread: stream.events.find(({ type }) => type === 'CommentAdded')?.id ?? '',
          visibility: 'participants',
          text: 'Who is accountable?',
        },
      }));
  });

  it('begins a thread where it answers something that is no comment', () =>
    given(...underReview())
      .when((stream) => comment('ana', { inReplyTo: stream.last('SubmissionReceived').id }))
      .emits((stream) => ({
        type: 'CommentAdded',
        data: {
          inReplyTo: stream.last('SubmissionReceived').id,
          visibility: 'participants',
          text: 'Who is accountable?',
        },
      })));

  it('answers an entry of this submission', () =>
    given(...underReview())
      .when(comment('ana', { inReplyTo: idOf('nothing') }))
      .refuses('unknown-reference', { field: 'inReplyTo', id: idOf('nothing') }));

  it('says something', () =>
    given(...underReview())
      .when(act('ana', 'add-comment', {}))
      .refuses('invalid-command', { command: 'add-comment', field: 'text' }));

  it('comes from somebody who has a part in the case', () => {
    given(received({ sponsor: idOf('spo') }))
      .when(comment('spo'))
      .emitsTypes('CommentAdded');
    given(received())
      .when(comment('spo'))
      .refuses('not-permitted', {
        command: 'add-comment',
        accepted: ['submitter', 'reviewer', 'secretary', 'chair'],
      });
  });

  it('comes from a seat whose interests are declared and whose holder is of the team still', () => {
    given(received(), screened(), convened())
      .when(comment('ana'))
      .refuses('interest-undeclared', { seat: 'ana' });
    given(...underReview())
      .when({ ...comment('ana'), now: { ana: { teams: [] } } })
      .refuses('left-team', { seat: 'ana' });
  });

  it('of a seat holder is made for the seat’s team', () =>
    given(...underReview())
      .when(comment('cem'))
      .actsAs('reviewer', 'national-security'));
});

describe('whom a comment is for', () => {
  it('may be the panel alone, when its author sees what the panel says', () => {
    for (const name of ['ana', 'sec', 'cha'] as const) {
      given(...underReview())
        .when(comment(name, { visibility: 'panel' }))
        .emitsTypes('CommentAdded');
    }
    given(...underReview())
      .when(comment('sub', { visibility: 'panel' }))
      .refuses('visibility-not-allowed', { visibility: 'panel', accepted: ['participants'] });
  });

  it('is never wider than participants, nor beyond what its author may see', () => {
    for (const visibility of ['public', 'auditors'] as const) {
      given(...underReview())
        .when(comment('ana', { visibility }))
        .refuses('visibility-not-allowed', { visibility, accepted: ['participants', 'panel'] });
    }
  });

  it('is as narrow as what it answers', () => {
    given(...underReview(), comment('ana', { visibility: 'panel' }))
      .when(reply('ben'))
      .emits((stream) => ({
        type: 'CommentAdded',
        data: {
          inReplyTo: stream.last('CommentAdded').id,
          thread: stream.last('CommentAdded').id,
          visibility: 'panel',
          text: 'Who is accountable?',
        },
      }));
    given(...underReview(), comment('ana', { visibility: 'panel' }))
      .when(reply('ben', { visibility: 'participants' }))
      .refuses('visibility-not-allowed', { visibility: 'participants', accepted: ['panel'] });
    given(...underReview(), comment('ana', { visibility: 'panel' }))
      .when(reply('sub'))
      .refuses('visibility-not-allowed', { accepted: [] });
  });
});

describe('the time for comments', () => {
  it('of an open review ends with the hard stop, which itself is in time', () => {
    given(...underReview())
      .when(comment('ana', {}, deadline.hardStop))
      .emitsTypes('CommentAdded');
    given(...underReview())
      .when(comment('ana', {}, afterHardStop))
      .refuses('late', { at: afterHardStop, hardStop: deadline.hardStop });
  });

  it('begins with the submission', () =>
    given(received())
      .when(comment('sub', {}, afterHardStop))
      .emitsTypes('CommentAdded'));

  it('ends with the case', () =>
    given(received(), act('sub', 'withdraw-submission', {}))
      .when(comment('sub'))
      .refuses('wrong-phase', { phase: 'closed' }));

  it('is not held against a history that does not say when, and is noted where it surely was over', () => {
    const history = [inHistory(received()), inHistory(screened()), inHistory(convened())];
    const ana = comment('ana', {}, afterHardStop);
    const took = (occurred: string) => ({ ...ana, imported: { source: 'archive', occurred } });
    given(...history)
      .when(took('unknown'))
      .broke('interest-undeclared');
    given(...history)
      .when(took('2026-02-06'))
      .broke('interest-undeclared');
    given(...history)
      .when(took('2026-02-07'))
      .broke('interest-undeclared', 'late');
    given(...history)
      .when(inHistory(act(null, 'add-comment', {})))
      .broke('not-permitted');
  });
});
