import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { CommandData } from '../../../src/commands/catalogue.ts';
import { type Act, act, given, Stream } from '../given.ts';
import { inHistory, judged, plan, received, screened, underReview } from '../reviews.ts';

const revised = (changes: Partial<CommandData<'revise-submission'>> = {}): Act =>
  act('sub', 'revise-submission', { fields: {}, ...changes });
const newPurpose = (changes: Partial<CommandData<'revise-submission'>> = {}): Act =>
  revised({ fields: { purpose: 'Plan evacuation routes' }, ...changes });
const newTitle = (changes: Partial<CommandData<'revise-submission'>> = {}): Act =>
  revised({ fields: { title: 'Routing' }, ...changes });

describe('revising a submission', () => {
  it('records the new version whole: changed fields anew, the others as they were', () =>
    given(received({ audiences: { title: 'panel' } }))
      .when(newPurpose({ useCategory: 'logistics', attachments: { plan }, summary: 'Evacuation instead' }))
      .emits({
        type: 'SubmissionRevised',
        data: {
          version: 2,
          changed: ['purpose'],
          material: true,
          useCategory: 'logistics',
          fields: {
            title: { audience: 'panel', value: 'Convoy routing' },
            purpose: { audience: 'participants', value: 'Plan evacuation routes' },
          },
          attachments: { plan },
          summary: 'Evacuation instead',
        },
      }));

  it('repeats the digest of an unchanged field, and not its text', () => {
    const stream = new Stream();
    stream.record(received());
    const title = {
      audience: 'participants',
      digest: 'dGl0bGUgdGl0bGUgdGl0bGUgdGl0bGUgdGl0bGUgdGl',
    } as const;
    stream.state = {
      ...stream.state,
      fields: { ...stream.state.fields, title: { ...title, value: 'Convoy routing' } },
    };
    const [event] = stream.ask(newPurpose()).decided.events;
    expect(event.data).to.have.property('fields').deep.include({ title });
  });

  it('keeps an audience that was narrowed before, unless it is said again', () => {
    const before = received({ audiences: { title: 'panel' } });
    given(before)
      .when(newTitle())
      .emits({
        type: 'SubmissionRevised',
        data: {
          version: 2,
          changed: ['title'],
          material: false,
          fields: {
            title: { audience: 'panel', value: 'Routing' },
            purpose: { audience: 'participants', value: 'Plan supply routes' },
          },
        },
      });
    given(before)
      .when(newTitle({ audiences: { title: 'participants' } }))
      .emits({
        type: 'SubmissionRevised',
        data: {
          version: 2,
          changed: ['title'],
          material: false,
          fields: {
            title: { audience: 'participants', value: 'Routing' },
            purpose: { audience: 'participants', value: 'Plan supply routes' },
          },
        },
      });
  });

  it('takes a field away, unless the framework requires it', () => {
    const before = received({ fields: { title: 'a', purpose: 'b', contact: 'c' } });
    given(before)
      .when(revised({ removed: ['contact'] }))
      .emits({
        type: 'SubmissionRevised',
        data: {
          version: 2,
          changed: ['contact'],
          material: false,
          fields: {
            title: { audience: 'participants', value: 'a' },
            purpose: { audience: 'participants', value: 'b' },
          },
        },
      });
    given(before)
      .when(revised({ removed: ['purpose'] }))
      .refuses('invalid-command', { field: 'fields.purpose', rule: 'Purpose is required' });
    given(before)
      .when(newTitle({ removed: ['title'] }))
      .refuses('invalid-command', { field: 'removed.title' });
    given(received())
      .when(revised({ removed: ['contact'] }))
      .refuses('invalid-command', { field: 'removed.contact' });
  });

  it('refuses an unknown field, a blank required one, an unknown use category, and no change at all', () => {
    given(received())
      .when(revised({ fields: { colour: 'red' } }))
      .refuses('invalid-command', { command: 'revise-submission', field: 'fields.colour' });
    given(received())
      .when(revised({ fields: { title: ' ' } }))
      .refuses('invalid-command', { field: 'fields.title' });
    given(received())
      .when(newTitle({ useCategory: 'espionage' }))
      .refuses('unknown-reference', { field: 'useCategory' });
    given(received({ useCategory: 'logistics' }))
      .when(revised({ useCategory: 'logistics' }))
      .refuses('invalid-command', { field: 'fields' });
    given(received())
      .when(revised({ useCategory: 'logistics' }))
      .emitsTypes('SubmissionRevised');
  });

  it('is the submitter’s; the secretary may declare the version material and change nothing', () => {
    given(received())
      .when({ ...newTitle(), by: 'spo' })
      .refuses('not-permitted', { accepted: ['submitter', 'secretary'] });
    given(received())
      .when({ ...newTitle({ material: true }), by: 'sec' })
      .refuses('not-permitted', { command: 'revise-submission', accepted: ['submitter'] });
    given(received())
      .when({ ...revised(), by: 'sec' })
      .refuses('invalid-command', { field: 'fields' });
    given(received())
      .when({ ...revised({ material: true }), by: 'sec' })
      .emits((stream) => ({
        type: 'SubmissionRevised',
        data: { version: 2, changed: [], material: true, fields: stream.state.fields },
      }));
  });

  it('ends when a decision is proposed', () =>
    given(
      ...underReview(),
      judged('ana'),
      judged('ben'),
      judged('cem'),
      judged('dua'),
      act('cha', 'propose-decision', { outcome: 'approved' }),
    )
      .when(newTitle())
      .refuses('wrong-phase', { phase: 'decision', accepted: ['submitted', 'screening', 'review'] }));

  it('is imported with nothing said to have changed, and after the case was closed', () => {
    given(inHistory(received())).when(inHistory(revised())).broke();
    given(inHistory(received()), inHistory(screened({ scope: 'out' })))
      .when(inHistory(newTitle()))
      .broke('wrong-phase');
  });
});

describe('a material revision', () => {
  const threeJudged = [...underReview(), judged('ana'), judged('ben'), judged('cem')];
  const judgmentsOf = (stream: Stream): string[] => stream.state.judgments.map(({ event }) => event);

  it('makes the three judgments of a panel of four stale, and announces it in the same append', () =>
    given(...threeJudged)
      .when(newPurpose())
      .emits(
        (stream) => ({
          type: 'SubmissionRevised',
          data: {
            version: 2,
            changed: ['purpose'],
            material: true,
            fields: {
              title: stream.state.fields['title'] ?? { audience: 'public' },
              purpose: { audience: 'participants', value: 'Plan evacuation routes' },
            },
          },
        }),
        (stream) => ({
          type: 'JudgmentsMarkedStale',
          data: { version: 2, judgments: judgmentsOf(stream) },
        }),
      ));

  it('announces only what counted: neither a judgment superseded, withdrawn or of a recused seat, nor one stale before', () => {
    const superseded = judged('ana', { position: 'no-objection' });
    given(
      ...threeJudged,
      superseded,
      (stream) =>
        act('ben', 'withdraw-judgment', {
          seat: 'ben',
          judgment: stream.state.judgments[1]?.event ?? '',
        }),
      act('cem', 'recuse-reviewer', { seat: 'cem', kind: 'self' }),
    )
      .when(newPurpose())
      .emits(
        (stream) => {
          const [event] = stream.ask(newPurpose()).decided.events;
          return event;
        },
        (stream) => ({
          type: 'JudgmentsMarkedStale',
          data: { version: 2, judgments: judgmentsOf(stream).slice(-1) },
        }),
      );
    given(...threeJudged, newPurpose())
      .when(newPurpose({ fields: { purpose: 'Plan both' } }))
      .emitsTypes('SubmissionRevised');
  });

  it('may be declared of an unlisted field', () =>
    given(...threeJudged)
      .when(newTitle({ material: true }))
      .emitsTypes('SubmissionRevised', 'JudgmentsMarkedStale'));

  it('is never declared immaterial, whoever asks: a listed field is material', () => {
    given(...threeJudged)
      .when(newPurpose({ material: false }))
      .refuses('listed-as-material', { fields: ['purpose'] });
    given(received())
      .when(newPurpose({ material: false }))
      .refuses('listed-as-material');
    given(inHistory(received()))
      .when(inHistory(newPurpose({ material: false })))
      .broke('listed-as-material');
    given(inHistory(received()), inHistory(newPurpose({ material: false }))).shows(({ materialVersion }) =>
      expect(materialVersion).to.equal(2),
    );
  });

  it('is not what an unlisted field makes: the judgments carry over', () => {
    given(...threeJudged)
      .when(newTitle())
      .emitsTypes('SubmissionRevised');
    given(...threeJudged, newTitle()).shows(({ version, materialVersion }) =>
      expect([version, materialVersion]).to.deep.equal([2, 1]),
    );
  });
});
