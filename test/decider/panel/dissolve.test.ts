import { expect } from 'chai';
import { describe, it } from 'mocha';
import { issue } from '../decisions.ts';
import { type Act, act, given, happened, type Step } from '../given.ts';
import { idOf, type Name } from '../people.ts';
import {
  afterHardStop,
  blocked,
  convened,
  inHistory,
  judged,
  noInterest,
  received,
  screened,
  underReview,
} from '../reviews.ts';

const recuse = (name: Name): Act => act(name, 'recuse-reviewer', { seat: name, kind: 'self' });
const dissolve: Act = act('sec', 'dissolve-panel', { reason: 'Nobody else can sit' });
const lost: readonly Step[] = [...underReview(), recuse('ana'), recuse('cem')];

describe('dissolving a panel', () => {
  it('ends it without a decision when quorum is lost, and goes back to before it sat', () => {
    given(...lost)
      .when(dissolve)
      .emits({ type: 'PanelDissolved', data: { panelNumber: 1, reason: 'Nobody else can sit' } });
    given(...lost, dissolve).shows(({ phase, panel, judgments, fences }) => {
      expect({ phase, panel, judgments }).to.deep.equal({ phase: 'screening', panel: null, judgments: [] });
      expect(fences).to.have.length(2);
    });
  });

  it('is refused while those who sit could still make quorum, with each required team', () => {
    given(...underReview())
      .when(dissolve)
      .refuses('quorum-possible', { have: 4, need: 3 });
    given(...underReview(), recuse('ana'))
      .when(dissolve)
      .refuses('quorum-possible', { have: 3, need: 3 });
  });

  it('is refused again once an alternate sits', () =>
    given(...lost, act('sec', 'seat-alternate', { seat: 'ana', holder: idOf('fay') }))
      .when(dissolve)
      .refuses('quorum-possible', { have: 3, need: 3 }));

  it('is possible when a required team has nobody left, whatever the others could do', () =>
    given(...underReview('ana', 'ben', 'fay', 'cem'), recuse('cem'))
      .when(dissolve)
      .emitsTypes('PanelDissolved'));

  it('counts a holder who left the team for what they recorded, and for nothing else', () => {
    const left = { now: { ana: { teams: [] }, ben: { teams: [] } } } as const;
    given(...underReview())
      .when({ ...dissolve, ...left })
      .emitsTypes('PanelDissolved');
    given(...underReview(), judged('ana'))
      .when({ ...dissolve, ...left })
      .refuses('quorum-possible', { have: 3 });
  });

  it('leaves what the panel found crossed to be presumed, until every required team of the next finds it met', () => {
    const found = { 'no-weapons': 'prohibited' };
    const crossed = [
      ...underReview(),
      blocked('ben', 'no-weapons', found),
      recuse('ana'),
      recuse('cem'),
    ] as const;
    given(...crossed)
      .when(dissolve)
      .emits({
        type: 'PanelDissolved',
        data: { panelNumber: 1, presumed: ['no-weapons'], reason: 'Nobody else can sit' },
      });
    const next = ['ben', 'fay', 'dua', 'eli'] as const;
    const convenedAnew = [...crossed, dissolve, convened(...next), ...next.map(noInterest)] as const;
    given(...crossed, dissolve)
      .when(screened())
      .refuses('presumption-stands', { criteria: ['no-weapons'] });
    given(...crossed, dissolve, screened({ presumed: ['no-weapons'] })).shows(({ screening }) =>
      expect(screening?.presumed).to.deep.equal(['no-weapons']),
    );
    const evasive = next.map((name) => judged(name, {}, { 'no-weapons': 'not-applicable' }));
    given(...convenedAnew, ...evasive)
      .when(issue())
      .refuses('outcome-not-allowed', { failing: ['presumption.no-weapons'] });
    given(...convenedAnew, ...next.map((name) => judged(name)), issue()).shows((_, stream) =>
      expect(stream.last('DecisionIssued').data.evaluation.inputs).to.include(
        stream.last('PanelDissolved').id,
      ),
    );
  });

  it('leaves nothing to be presumed where a recusal has lifted it', () =>
    given(
      ...underReview(),
      blocked('ana', 'no-weapons', { 'no-weapons': 'prohibited' }),
      recuse('ana'),
      recuse('cem'),
    )
      .when(dissolve)
      .emits({ type: 'PanelDissolved', data: { panelNumber: 1, reason: 'Nobody else can sit' } }));

  it('is possible when a judgment cannot be opened, which may have found anything crossed', () => {
    const sealed = happened('ben', {
      type: 'JudgmentRecorded',
      data: { seat: 'ben', version: 1, reasons: {} },
    });
    given(...underReview(), sealed)
      .when(dissolve)
      .emits({
        type: 'PanelDissolved',
        data: { panelNumber: 1, presumed: ['no-harm', 'no-weapons'], reason: 'Nobody else can sit' },
      });
  });

  it('needs a reason, and the secretary', () => {
    given(...lost)
      .when(act('sec', 'dissolve-panel', {}))
      .refuses('invalid-command', { command: 'dissolve-panel', field: 'reason' });
    given(...lost)
      .when(act('cha', 'dissolve-panel', { reason: 'Enough' }))
      .refuses('not-permitted', { accepted: ['secretary'] });
  });

  it('needs a panel, which a dissolved one is no more', () =>
    given(...lost, dissolve)
      .when(dissolve)
      .refuses('wrong-phase', { phase: 'screening' }));

  it('is possible after the hard stop', () =>
    given(...lost)
      .when({ ...dissolve, at: afterHardStop })
      .emitsTypes('PanelDissolved'));

  it('is taken over from a source that dissolved a panel which could have gone on', () =>
    given(inHistory(received()), inHistory(convened())).when(inHistory(dissolve)).broke('quorum-possible'));
});
