import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { LedgerEvent } from '../../../events/catalogue.ts';
import type { RecordedEvent } from '../../../events/decode.ts';
import { evolve, isSubmissionEvent } from '../../../projections/review-state/evolve.ts';
import { initialReviewState, type ReviewState } from '../../../projections/review-state/state.ts';
import { act, type Given, given, happened, Stream } from '../../decider/given.ts';
import { aliasOf } from '../../decider/people.ts';
import { blocked, deadline, imported, judged, underReview } from '../../decider/reviews.ts';
import { sitting, submitted } from '../evaluator/panels.ts';

const seat = (state: ReviewState, key = 'ana') => state.panel?.seats.find((each) => each.seat === key);
const panel = [submitted, sitting()] as const;
const by = (name: 'ana' | 'cha' | 'sec', ...events: readonly LedgerEvent[]) => happened(name, ...events);
const recused = (kind: 'self' | 'directed' | 'computed' = 'self') =>
  by('ana', { type: 'ReviewerRecused', data: { seat: 'ana', kind } });
const alternate = by('sec', { type: 'AlternateSeated', data: { seat: 'ana', holder: aliasOf('fay') } });
const lifted = by('cha', { type: 'RecusalLifted', data: { seat: 'ana' } });

describe('the state of a panel', () => {
  it('begins with who was convened, for which team, and nothing declared', () =>
    given(...panel).shows((state, stream) => {
      const convened = stream.last('PanelConvened');
      expect(state).to.include({ phase: 'review', panels: 1 });
      expect(state.panel).to.deep.include({
        panel: 1,
        event: convened.id,
        framework: convened.data.framework,
        deadline,
        extensions: 0,
      });
      expect(seat(state)).to.deep.equal({
        seat: 'ana',
        team: 'product-policy',
        capacity: null,
        convened: aliasOf('ana'),
        holder: aliasOf('ana'),
        status: 'sitting',
        since: convened.recordedAt,
        interest: null,
        recusals: [],
        changes: [],
      });
    }));

  it('takes seats without a person or a team from imported history', () =>
    given(submitted, {
      ...by('sec', {
        type: 'PanelConvened',
        data: {
          panelNumber: 1,
          framework: `tests@1#${'a'.repeat(64)}`,
          seats: [{ seat: 'editor', capacity: 'editor' }],
        },
      }),
      imported,
    }).shows((state) => {
      expect(seat(state, 'editor')).to.include({
        team: null,
        holder: null,
        convened: null,
        capacity: 'editor',
      });
      expect(state.panel?.deadline).to.equal(null);
    }));

  it('keeps a declined or vacated seat with the name of its last holder', () => {
    const declined: LedgerEvent = { type: 'SeatDeclined', data: { seat: 'ana' } };
    const vacated: LedgerEvent = { type: 'SeatVacated', data: { seat: 'ana', why: 'unavailable' } };
    for (const event of [declined, vacated]) {
      given(...panel, by('sec', event)).shows((state, stream) =>
        expect(seat(state)).to.deep.include({
          status: 'vacant',
          holder: aliasOf('ana'),
          since: stream.last(event.type).recordedAt,
          changes: [stream.last(event.type).id],
        }),
      );
    }
  });

  it('closes content on a declared interest until that declaration is cleared, and not on none', () => {
    const declare = (kind: 'none' | 'declared') =>
      by('ana', { type: 'InterestDeclared', data: { seat: 'ana', kind } });
    const clear = (declaration: (stream: Stream) => string) => (stream: Stream) =>
      by('cha', { type: 'InterestCleared', data: { seat: 'ana', declaration: declaration(stream) } });
    given(...panel, declare('none')).shows((state) => expect(seat(state)?.interest?.cleared).to.equal(true));
    given(...panel, declare('declared')).shows((state) =>
      expect(seat(state)?.interest?.cleared).to.equal(false),
    );
    given(
      ...panel,
      declare('declared'),
      clear((stream) => stream.last('InterestDeclared').id),
    ).shows((state) => expect(seat(state)?.interest?.cleared).to.equal(true));
    given(
      ...panel,
      declare('declared'),
      clear((stream) => stream.last('PanelConvened').id),
    ).shows((state) => expect(seat(state)?.interest?.cleared).to.equal(false));
    given(...panel, declare('declared'), declare('none')).shows((state) =>
      expect(seat(state)?.interest).to.include({ kind: 'none', cleared: false }),
    );
  });

  it('fences a recused holder, and remembers which kind of recusal it was', () =>
    given(...panel, recused('computed')).shows((state, stream) => {
      const { id, recordedAt } = stream.last('ReviewerRecused');
      expect(seat(state)).to.deep.include({
        status: 'recused',
        holder: aliasOf('ana'),
        recusals: [{ event: id, kind: 'computed', holder: aliasOf('ana'), at: recordedAt, lifted: null }],
        changes: [id],
      });
      expect(state.fences).to.deep.equal([
        { person: aliasOf('ana'), seat: 'ana', kind: 'computed', event: id },
      ]);
    }));

  it('gives the seat to an alternate, with the recusals before them and the fence kept', () =>
    given(...panel, recused(), alternate).shows((state, stream) => {
      expect(seat(state)).to.deep.include({
        convened: aliasOf('ana'),
        holder: aliasOf('fay'),
        status: 'sitting',
        interest: null,
        changes: [stream.last('ReviewerRecused').id, stream.last('AlternateSeated').id],
      });
      expect(seat(state)?.recusals).to.have.length(1);
      expect(state.fences).to.have.length(1);
    }));

  it('seats a holder again whose recusal is lifted, and takes the fence away', () =>
    given(...panel, recused(), lifted).shows((state, stream) => {
      expect(seat(state)?.status).to.equal('sitting');
      expect(seat(state)?.recusals[0]?.lifted).to.equal(stream.last('RecusalLifted').recordedAt);
      expect(state.fences).to.deep.equal([]);
    }));

  it('leaves the seat to the alternate when the recusal before them is lifted', () =>
    given(...panel, recused(), alternate, lifted).shows((state) => {
      expect(seat(state)).to.include({ holder: aliasOf('fay'), status: 'sitting' });
      expect(state.fences).to.deep.equal([]);
    }));

  it('lifts nothing where nothing was recused', () =>
    given(...panel, lifted).shows((state) => expect(seat(state)?.status).to.equal('sitting')));

  it('ends with the panel, but for the fences and the number', () =>
    given(
      ...underReview(),
      judged('ben'),
      blocked('cem', 'fairness'),
      recused(),
      by('sec', { type: 'PanelDissolved', data: { panelNumber: 1 } }),
    ).shows((state) => {
      expect(state).to.deep.include({
        phase: 'screening',
        panel: null,
        panels: 1,
        judgments: [],
        raised: [],
        concernActs: [],
        votes: [],
        proposals: [],
      });
      expect(state.fences).to.have.length(1);
    }));

  it('moves its deadline with each setting, and counts extensions', () => {
    const later = { ...deadline, due: '2026-02-01T00:00:00.000Z' };
    given(
      ...panel,
      by('sec', { type: 'DueDateSet', data: { deadline } }),
      by('sec', { type: 'DueDateExtended', data: { deadline: later } }),
    ).shows((state) => expect(state.panel).to.deep.include({ deadline: later, extensions: 1 }));
  });

  it('is not made by an act on a panel that is not there, as when `--as-of` leaves one out', () =>
    given(
      submitted,
      recused(),
      alternate,
      lifted,
      by('sec', { type: 'DueDateSet', data: { deadline } }),
      by('sec', { type: 'DueDateExtended', data: { deadline } }),
    ).shows((state) =>
      expect({ panel: state.panel, fences: state.fences }).to.deep.equal({ panel: null, fences: [] }),
    ));
});

describe('replaying a review', () => {
  const steps: readonly Given[] = [
    ...underReview(),
    act('ana', 'add-comment', { text: 'Who drives?' }),
    blocked('ana', 'no-harm', { 'no-harm': 'prohibited' }),
    judged('ben'),
    (stream) => {
      const content = stream.state.judgments[0]?.content;
      const concern = content === undefined || content === 'sealed' ? '' : (content.concern?.concern ?? '');
      return act('cem', 'record-concern-vote', { seat: 'cem', concern, overrule: true });
    },
    act('ana', 'recuse-reviewer', { seat: 'ana', kind: 'self' }),
    act('cha', 'lift-recusal', { seat: 'ana', reason: 'A namesake' }),
    act('cha', 'recuse-reviewer', { seat: 'ana', kind: 'directed', reason: 'Not a namesake' }),
    alternate,
    judged('cem', { position: 'abstain' }),
    act('sec', 'extend-due-date', {
      deadline: { ...deadline, due: '2026-01-31T00:00:00.000Z' },
      reason: 'Illness',
    }),
  ];
  const { events, state: whole } = new Stream().play(steps);
  const fold = (state: ReviewState, each: readonly RecordedEvent[]): ReviewState =>
    each.filter(isSubmissionEvent).reduce(evolve, state);

  it('gives the state that was reached event by event, from any point on', () => {
    for (const cut of events.keys()) {
      const begun = fold(initialReviewState, events.slice(0, cut));
      expect(fold(begun, events.slice(cut))).to.deep.equal(whole);
    }
  });

  it('takes any of the events without the others, in their order', () =>
    fc.assert(
      fc.property(fc.subarray(events), (some) => {
        const before = structuredClone(some);
        const state = fold(initialReviewState, some);
        expect(state.panel?.seats.length ?? 0).to.be.oneOf([0, 4]);
        expect(some).to.deep.equal(before);
      }),
      { numRuns: 60 },
    ));
});
