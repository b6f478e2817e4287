import { describe, it } from 'mocha';
import { type Act, act, given, type Step } from '../given.ts';
import { idOf } from '../people.ts';
import { deadline, imported, inHistory, plan, received, underReview } from '../reviews.ts';

const due = '2026-01-20T17:00:00.000Z';
const asked = act('sec', 'request-information', { due, questions: 'Who drives?' });
const answered: Step = (stream) =>
  act('sub', 'provide-information', {
    request: stream.last('InformationRequested').id,
    answer: 'Soldiers',
    attachments: { plan },
  });
const withdrawn: Act = act('sub', 'withdraw-submission', {});

describe('requesting information', () => {
  it('records the questions and when the answer is due', () =>
    given(received())
      .when(asked)
      .emits({
        type: 'InformationRequested',
        data: { due, questions: 'Who drives?' },
      }));

  it('needs questions, and a due date that is still to come', () => {
    given(received())
      .when(act('sec', 'request-information', { due }))
      .refuses('invalid-command', { field: 'questions' });
    given(received())
      .when({ ...asked, at: due })
      .refuses('invalid-command', { field: 'due' });
    given(inHistory(received()))
      .when({ ...act('sec', 'request-information', { due }), imported, at: due })
      .emits({ type: 'InformationRequested', data: { due } });
  });

  it('is the secretary’s, and ends with the case', () => {
    given(received())
      .when({ ...asked, by: 'ana' })
      .refuses('not-permitted', { accepted: ['secretary'] });
    given(received(), withdrawn).when(asked).refuses('wrong-phase', { phase: 'closed' });
  });
});

describe('providing information', () => {
  it('answers one request, by the submitter, after the hard stop too', () => {
    given(received(), asked)
      .when(answered)
      .emits((stream) => ({
        type: 'InformationProvided',
        data: {
          request: stream.last('InformationRequested').id,
          answer: 'Soldiers',
          attachments: { plan },
        },
      }));
    given(...underReview(), asked)
      .when((stream) => ({
        ...(typeof answered === 'function' ? answered(stream) : answered),
        at: deadline.hardStop.replace('.000Z', '.001Z'),
      }))
      .emitsTypes('InformationProvided');
  });

  it('is the sponsor’s as well', () =>
    given(received({ sponsor: idOf('spo') }), asked)
      .when((stream) => ({
        ...(typeof answered === 'function' ? answered(stream) : answered),
        by: 'spo',
      }))
      .emitsTypes('InformationProvided'));

  it('is refused for a request that is none, without an answer, and by others', () => {
    given(received())
      .when(act('sub', 'provide-information', { request: idOf('none'), answer: 'Soldiers' }))
      .refuses('unknown-reference', { field: 'request', id: idOf('none') });
    given(received(), asked)
      .when((stream) =>
        act('sub', 'provide-information', { request: stream.last('InformationRequested').id }),
      )
      .refuses('invalid-command', { field: 'answer' });
    given(received(), asked)
      .when((stream) => ({
        ...(typeof answered === 'function' ? answered(stream) : answered),
        by: 'sec',
      }))
      .refuses('not-permitted');
  });

  it('answers a request once', () =>
    given(received(), asked, answered).when(answered).refuses('already-exists', { what: 'answer' }));

  it('is imported a second time, with the rule noted', () => {
    const from =
      (step: Step): Step =>
      (stream) => ({
        ...(typeof step === 'function' ? step(stream) : step),
        imported,
      });
    given(from(received()), from(asked), from(answered)).when(from(answered)).broke('already-exists');
  });
});
