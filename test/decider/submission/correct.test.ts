import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { EventType } from '../../../events/catalogue.ts';
import type { CommandData } from '../../../src/commands/catalogue.ts';
import { parseAsked } from '../../../src/commands/parse.ts';
import { type Act, act, given, type Step } from '../given.ts';
import { idOf, type Name } from '../people.ts';
import { inHistory, judged, noInterest, received, screened, underReview } from '../reviews.ts';

type Correction = Omit<CommandData<'correct-entry'>, 'entry'>;

/** Corrects the newest entry of a type. */
const correct =
  (type: EventType, by: Name, data: Partial<Correction>, options: Partial<Act> = {}): Step =>
  (stream) => ({
    ...act(by, 'correct-entry', {
      entry: stream.last(type).id,
      field: 'reasons',
      visibility: 'participants',
      reason: 'A slip',
      ...data,
    }),
    ...options,
  });
const returned = act('sec', 'return-submission', { reasons: 'Teh purpose' });
const fixed = { text: 'The purpose' };

describe('correcting an entry', () => {
  it('records how a text should read, beside the entry that stays as it is', () =>
    given(received(), returned)
      .when(correct('SubmissionReturned', 'sec', fixed))
      .emits((stream) => ({
        type: 'EntryCorrected',
        data: {
          entry: stream.last('SubmissionReturned').id,
          field: 'reasons',
          visibility: 'participants',
          reading: { text: 'The purpose' },
          reason: 'A slip',
        },
      })));

  it('keeps which part of a text it corrects beside the text, so that it is sealed with it', () =>
    given(...underReview(), judged('ana', { reasons: { summary: 'Sound' } }))
      .when(
        correct('JudgmentRecorded', 'ana', {
          field: 'reasons.perFinding.no-harm',
          visibility: 'panel',
          ...fixed,
        }),
      )
      .emits((stream) => ({
        type: 'EntryCorrected',
        data: {
          entry: stream.last('JudgmentRecorded').id,
          field: 'reasons',
          visibility: 'panel',
          reading: { part: 'perFinding.no-harm', text: 'The purpose' },
          reason: 'A slip',
        },
      })));

  it('can be asked for by the path of a part', () => {
    for (const field of [
      'reasons.resolvedIf',
      'reasons.perFinding.no-harm',
      'rebuttals.no-harm',
      'occurred',
    ]) {
      const asked = { entry: idOf('entry'), field, visibility: 'panel', ...fixed };
      expect(parseAsked('correct-entry', asked).data).to.deep.equal(asked);
    }
  });

  it('records when the entry really happened', () =>
    given(received())
      .when(correct('SubmissionReceived', 'sub', { field: 'occurred', occurred: '2026-01-02' }))
      .emits((stream) => ({
        type: 'EntryCorrected',
        data: {
          entry: stream.last('SubmissionReceived').id,
          field: 'occurred',
          visibility: 'participants',
          occurred: '2026-01-02',
          reason: 'A slip',
        },
      })));

  it('is its author’s, or the secretary’s', () => {
    const entry = { field: 'sourceKey', visibility: 'auditors', text: 'case 7' } as const;
    given(received())
      .when(correct('SubmissionReceived', 'sub', entry))
      .emitsTypes('EntryCorrected');
    given(received())
      .when(correct('SubmissionReceived', 'sec', entry))
      .emitsTypes('EntryCorrected');
    given(received())
      .when(correct('SubmissionReceived', 'ana', entry))
      .refuses('not-permitted');
  });

  it('reaches a part of a text, and an entry of a record', () => {
    const review = [...underReview(), judged('ana', { reasons: { summary: 'Sound' } })];
    for (const field of ['reasons.summary', 'reasons.perFinding.no-harm']) {
      given(...review)
        .when(correct('JudgmentRecorded', 'ana', { field, visibility: 'panel', ...fixed }))
        .emitsTypes('EntryCorrected');
    }
    given(received(), screened({ presumed: ['no-harm'], rebuttals: { 'no-harm': 'Routes' } }))
      .when(correct('SubmissionScreened', 'sec', { field: 'rebuttals.no-harm', ...fixed }))
      .emitsTypes('EntryCorrected');
  });

  const never: readonly (readonly [string, EventType, string, string?])[] = [
    ['a rule field', 'JudgmentRecorded', 'judgment'],
    ['a part of a rule field', 'JudgmentRecorded', 'judgment.position', 'support'],
    ['interest categories', 'InterestDeclared', 'interest.categories'],
    ['an open field', 'PanelConvened', 'framework'],
    ['a submission field', 'SubmissionReceived', 'fields.title'],
    ['a link between a pseudonym and a person', 'SubmissionReceived', `links.${idOf('sub')}`],
    ['a whole record of texts', 'SubmissionScreened', 'rebuttals'],
    ['a whole composed text', 'JudgmentRecorded', 'reasons'],
    ['a file', 'SubmissionReceived', 'attachments.plan'],
    ['a part that the text does not have', 'JudgmentRecorded', 'reasons.colour'],
    ['a field that the entry does not have', 'JudgmentRecorded', 'colour'],
  ];
  for (const [what, type, field, text = idOf('other')] of never) {
    it(`is refused for ${what}`, () =>
      given(...underReview(), judged('ana'), noInterest('ben'))
        .when(correct(type, 'sec', { field, visibility: 'auditors', text }))
        .refuses('invalid-command', { command: 'correct-entry', field: 'field' }));
  }

  it('says which texts of the entry can be corrected', () =>
    given(received())
      .when(correct('SubmissionReceived', 'sub', { field: 'framework', ...fixed }))
      .refuses('invalid-command', {
        rule: 'a text of SubmissionReceived can be corrected (sourceKey), or occurred',
      }));

  it('is refused for a correction: the entry is corrected again', () =>
    given(received(), returned, correct('SubmissionReturned', 'sec', fixed))
      .when(correct('EntryCorrected', 'sec', { field: 'text', ...fixed }))
      .refuses('invalid-command', { field: 'field' }));

  it('narrows the audience of a text and never widens it', () => {
    given(received(), returned)
      .when(correct('SubmissionReturned', 'sec', { ...fixed, visibility: 'public' }))
      .refuses('invalid-command', { field: 'visibility' });
    given(received(), returned)
      .when(correct('SubmissionReturned', 'sec', { ...fixed, visibility: 'auditors' }))
      .emitsTypes('EntryCorrected');
    const comment = act('ana', 'add-comment', { visibility: 'panel', text: 'Teh route' });
    given(...underReview(), comment)
      .when(correct('CommentAdded', 'ana', { field: 'text', ...fixed }))
      .refuses('invalid-command', {
        field: 'visibility',
        rule: 'may narrow panel, the audience of the text, never widen it',
      });
  });

  it('needs the text or the time that its field asks for, and not the other', () => {
    const wrong: readonly (readonly [Partial<Correction>, string])[] = [
      [{}, 'text'],
      [{ ...fixed, occurred: '2026-01-02' }, 'occurred'],
      [{ field: 'occurred' }, 'occurred'],
      [{ field: 'occurred', occurred: '2026-01-02', ...fixed }, 'text'],
      [{ field: 'occurred', occurred: '2031-01-02' }, 'occurred'],
    ];
    for (const [data, field] of wrong) {
      given(received(), returned)
        .when(correct('SubmissionReturned', 'sec', data))
        .refuses('invalid-command', { field });
    }
    given(received(), returned)
      .when(correct('SubmissionReturned', 'sec', { field: 'occurred', occurred: 'unknown' }))
      .emitsTypes('EntryCorrected');
  });

  it('needs a reason, unless it is imported', () => {
    const silent: Step = (stream) =>
      act('sec', 'correct-entry', {
        entry: stream.last('SubmissionReturned').id,
        field: 'reasons',
        visibility: 'participants',
        ...fixed,
      });
    given(received(), returned).when(silent).refuses('invalid-command', { field: 'reason' });
    given(inHistory(received()), inHistory(returned))
      .when((stream) => inHistory(typeof silent === 'function' ? silent(stream) : silent))
      .emitsTypes('EntryCorrected');
  });

  it('is refused for an entry that is not there', () =>
    given(received())
      .when(
        act('sec', 'correct-entry', {
          entry: idOf('none'),
          field: 'reasons',
          visibility: 'participants',
          ...fixed,
          reason: 'A slip',
        }),
      )
      .refuses('unknown-reference', { field: 'entry', id: idOf('none') }));
});
