import { expect } from 'chai';
import { describe, it } from 'mocha';
import { APPEND_LIMIT_BYTES, canonicalBytes, EVENT_LIMIT_BYTES } from '../../../events/canonical.ts';
import { toJson } from '../../../events/json.ts';
import { inputsOf } from '../../../projections/evaluator/inputs.ts';
import { issue } from '../decisions.ts';
import { versionOne } from '../framework.ts';
import { type Act, act, given, givenIn, Stream } from '../given.ts';
import { idOf, type Name } from '../people.ts';
import { judged, underReview } from '../reviews.ts';

const four = ['ana', 'ben', 'cem', 'dua'] as const;
/** Half of a quarter of the acts that a decision has room for. */
const LIMIT = 50;
/** Nothing that a handler puts around an event's data takes more. */
const ENVELOPE_BYTES = 1_000;

const raise = (name: Name): Act =>
  act(name, 'raise-concern', {
    seat: name,
    version: 1,
    criteria: versionOne.hash,
    criterion: 'fairness',
    concern: 'It is unfair',
    resolvedIf: 'It is fair',
  });
const often = (times: number, step: Act): readonly Act[] => Array.from({ length: times }, () => step);

describe('how often a seat may act', () => {
  it('is bounded for each holder, in judgments, concerns and votes together', () => {
    given(...underReview(), ...often(LIMIT - 1, judged('ana')))
      .when(judged('ana'))
      .emitsTypes('JudgmentRecorded');
    const used = [...underReview(), ...often(LIMIT - 1, judged('ana')), raise('ana')];
    for (const step of [judged('ana'), raise('ana')])
      given(...used)
        .when(step)
        .refuses('seat-exhausted', { seat: 'ana', limit: LIMIT });
    given(...used)
      .when(judged('ben'))
      .emitsTypes('JudgmentRecorded');
  });

  it('keeps nobody from taking back what they said', () =>
    given(...underReview(), ...often(LIMIT - 1, judged('ana')), raise('ana'))
      .when((stream) =>
        act('ana', 'withdraw-concern', { concern: stream.last('ConcernRaised').data.concern, seat: 'ana' }),
      )
      .emitsTypes('ConcernWithdrawn'));

  it('leaves an alternate a voice, whatever those before them used', () => {
    const recused = act('cha', 'recuse-reviewer', { seat: 'ana', kind: 'directed', reason: 'A conflict' });
    const follows = act('sec', 'seat-alternate', { seat: 'ana', holder: idOf('fay') });
    const declared = act('fay', 'declare-interest', { seat: 'ana', kind: 'none' });
    const by = (step: Act): Act => ({ ...step, by: 'fay' });
    const sits = [...underReview(), ...often(LIMIT, judged('ana')), recused, follows, declared];
    given(...sits, ...often(LIMIT / 2 - 1, by(judged('ana'))))
      .when(by(judged('ana')))
      .emitsTypes('JudgmentRecorded');
    given(...sits, ...often(LIMIT / 2, by(judged('ana'))))
      .when(by(judged('ana')))
      .refuses('seat-exhausted', { limit: LIMIT / 2 });
  });

  it('leaves room to decide: everything that was said is opened in one append', () => {
    const stream = new Stream().play([
      ...underReview(),
      ...four.flatMap((name) => [...often(LIMIT / 2, raise(name)), ...often(LIMIT / 2, judged(name))]),
    ]);
    const { events } = stream.ask(
      issue({ outcome: 'declined', reasons: { facts: 'f'.repeat(100), why: 'w' } }),
    ).decided;
    const sizes = events.map((event) => canonicalBytes(toJson(event)).length + ENVELOPE_BYTES);
    expect(events).to.have.length(4 * LIMIT + 1);
    expect(Math.max(...sizes)).to.be.below(EVENT_LIMIT_BYTES);
    expect(sizes.reduce((sum, bytes) => sum + bytes)).to.be.below(APPEND_LIMIT_BYTES);
  });

  it('leaves room whatever the submitter answers: no rule reads an answer, and a decision names none', () => {
    const answer = (stream: Stream): Act =>
      act('sub', 'answer-concern', { concern: stream.last('ConcernRaised').data.concern, answer: 'It is.' });
    const before = new Stream().play([...underReview(), raise('ana')]);
    const after = new Stream().play([...underReview(), raise('ana'), answer, answer]);
    expect(inputsOf(after.state)).to.deep.equal(inputsOf(before.state));
  });

  it('is less often under a framework with more to find', () => {
    const criteria = Array.from({ length: 60 }, (_, i) => ({
      criterion: `value-${i}-${'x'.repeat(50)}`,
      kind: 'value' as const,
      scale: 'weighed',
      title: 'A value',
      text: 'A value.',
    }));
    const long = { ...versionOne, criteria };
    const findings = criteria.map(({ criterion }) => ({ criterion, finding: 'meets' }));
    const frameworks = {
      revision: 1,
      recordedAt: null,
      source: null,
      nativeSince: 0,
      proposals: [],
      versions: [long],
    };
    const say = judged('ana', { findings });
    givenIn({ frameworks }, ...underReview(), ...often(17, say))
      .when(say)
      .refuses('seat-exhausted', { limit: 17 });
  });
});
