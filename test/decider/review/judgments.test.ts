import { expect } from 'chai';
import { describe, it } from 'mocha';
import { createdId } from '../../../events/derived-ids.ts';
import { countedJudgment } from '../../../projections/evaluator/seats.ts';
import type { FrameworkState } from '../../../projections/framework-versions.ts';
import type { CommandData } from '../../../src/commands/catalogue.ts';
import { findings, frameworks, versionOne } from '../framework.ts';
import { type Act, act, given, givenIn, happened, type Stream } from '../given.ts';
import { failingIn, outcomesOf } from '../outcomes.ts';
import { aliasOf, commandId, idOf, type Name } from '../people.ts';
import {
  afterHardStop,
  blocked,
  convened,
  deadline,
  inHistory,
  judged,
  noInterest,
  received,
  screened,
  seatsFor,
  underReview,
} from '../reviews.ts';

const revised = (fields: Readonly<Record<string, string>>): Act =>
  act('sub', 'revise-submission', { fields });
const withdraw =
  (name: Name, index = -1) =>
  (stream: Stream): Act =>
    act(name, 'withdraw-judgment', { seat: name, judgment: stream.state.judgments.at(index)?.event ?? '' });

const judgedData = (name: Name): CommandData<'record-judgment'> => ({
  seat: name,
  version: 1,
  criteria: versionOne.hash,
  findings: findings(),
  position: 'support',
});

describe('recording a judgment', () => {
  it('seals findings and position in one field, and the reasons in another that is always there', () =>
    given(...underReview())
      .when(judged('ana'))
      .emits({
        type: 'JudgmentRecorded',
        data: {
          seat: 'ana',
          version: 1,
          criteria: versionOne.hash,
          judgment: { findings: findings(), position: 'support' },
          reasons: {},
        },
      }));

  it('relies on the panel’s framework and on the version judged', () =>
    given(...underReview())
      .when(judged('ana'))
      .reliesOn({ framework: versionOne.ref, version: 1 }));

  it('carries the concern of a block inside, with what would resolve it', () =>
    given(...underReview())
      .when(
        blocked(
          'ana',
          'no-harm',
          { 'no-harm': 'prohibited' },
          { reasons: { summary: 'It targets people', perFinding: { 'no-harm': 'See page 3' } } },
        ),
      )
      .emits({
        type: 'JudgmentRecorded',
        data: {
          seat: 'ana',
          version: 1,
          criteria: versionOne.hash,
          judgment: {
            findings: findings({ 'no-harm': 'prohibited' }),
            position: 'block',
            concern: { concern: createdId(commandId(8), 'concern'), criterion: 'no-harm' },
          },
          reasons: {
            summary: 'It targets people',
            perFinding: { 'no-harm': 'See page 3' },
            concern: 'It crosses the line',
            resolvedIf: 'It is taken out',
          },
        },
      }));

  it('takes the place of the holder’s earlier one, and names it', () =>
    given(...underReview(), judged('ana'))
      .when(judged('ana', { position: 'no-objection' }))
      .emits((stream) => ({
        type: 'JudgmentRecorded',
        data: {
          seat: 'ana',
          version: 1,
          criteria: versionOne.hash,
          supersedes: stream.last('JudgmentRecorded').id,
          judgment: { findings: findings(), position: 'no-objection' },
          reasons: {},
        },
      })));

  it('names no earlier one that was withdrawn, nor one of whom the seat was taken over from', () => {
    given(...underReview(), judged('ana'), withdraw('ana'), judged('ana')).shows((_, stream) =>
      expect(stream.last('JudgmentRecorded').data).to.not.have.property('supersedes'),
    );
    given(
      ...underReview(),
      judged('ana'),
      act('ana', 'recuse-reviewer', { seat: 'ana', kind: 'self' }),
      act('sec', 'seat-alternate', { seat: 'ana', holder: idOf('fay') }),
      act('fay', 'declare-interest', { seat: 'ana', kind: 'none' }),
      judged('fay', { seat: 'ana' }),
    ).shows((_, stream) => expect(stream.last('JudgmentRecorded').data).to.not.have.property('supersedes'));
  });

  it('is the holder’s alone', () => {
    given(...underReview())
      .when(judged('ben', { seat: 'ana' }))
      .refuses('not-permitted', { command: 'record-judgment', accepted: ['reviewer'] });
    given(...underReview())
      .when({ ...judged('ana'), via: 'operator' })
      .refuses('operator-cannot-vote', { command: 'record-judgment' });
  });

  it('is on the version that is there now', () => {
    given(...underReview(), revised({ title: 'Convoy routes' }))
      .when(judged('ana'))
      .refuses('version-changed', { given: 1, current: 2 });
    given(...underReview())
      .when(judged('ana', { version: 2 }))
      .refuses('version-changed', { given: 2, current: 1 });
  });

  it('names the criteria that its author saw', () => {
    const { criteria: _, ...unnamed } = judgedData('ana');
    given(...underReview())
      .when(act('ana', 'record-judgment', unnamed))
      .refuses('invalid-command', { field: 'criteria' });
    given(inHistory(received()), inHistory(convened()), inHistory(noInterest('ana')))
      .when(inHistory(act('ana', 'record-judgment', unnamed)))
      .broke();
  });

  it('is under the criteria that its author saw', () =>
    given(...underReview())
      .when(judged('ana', { criteria: 'c'.repeat(64) }))
      .refuses('criteria-changed', { given: 'c'.repeat(64), current: versionOne.hash }));

  it('at the hard stop is in time, and one millisecond later it is told both instants', () => {
    given(...underReview())
      .when({ ...judged('ana'), at: deadline.hardStop })
      .emitsTypes('JudgmentRecorded');
    const error = given(...underReview())
      .when({ ...judged('ana'), at: afterHardStop })
      .refuses('late', { at: afterHardStop, hardStop: deadline.hardStop });
    expect(error.message).to.include(afterHardStop).and.include(deadline.hardStop);
  });

  it('goes on while a decision is proposed', () =>
    given(...underReview(), act('cha', 'propose-decision', { outcome: 'deferred', reasons: 'Not yet' }))
      .when(judged('ana'))
      .emitsTypes('JudgmentRecorded'));

  it('names a seat of the panel that sits', () => {
    given(received(), screened()).when(judged('ana')).refuses('not-permitted');
    given(...underReview())
      .when(judged('ana', { seat: 'bench' }))
      .refuses('unknown-reference', { field: 'seat', id: 'bench' });
  });
});

describe('the findings of a judgment', () => {
  it('cover every criterion', () =>
    given(...underReview())
      .when(judged('ana', { findings: findings().slice(0, 2) }))
      .refuses('findings-missing', { criteria: ['oversight', 'fairness'] }));

  it('stand once for each', () =>
    given(...underReview())
      .when(judged('ana', { findings: [...findings(), { criterion: 'fairness', finding: 'meets' }] }))
      .refuses('invalid-command', { field: 'findings' }));

  it('are about criteria of the framework, on their scales', () => {
    given(...underReview())
      .when(judged('ana', { findings: [...findings(), { criterion: 'beauty', finding: 'meets' }] }))
      .refuses('unknown-reference', { field: 'findings', id: 'beauty' });
    given(...underReview())
      .when(judged('ana', {}, { fairness: 'prohibited' }))
      .refuses('unknown-reference', { field: 'findings.fairness', id: 'prohibited' });
  });

  it('have reasons only where there is a criterion', () =>
    given(...underReview())
      .when(judged('ana', { reasons: { perFinding: { beauty: 'It is ugly' } } }))
      .refuses('unknown-reference', { field: 'reasons.perFinding', id: 'beauty' }));
});

describe('the position of a judgment', () => {
  it('is a block where a prohibition is found to be crossed', () => {
    for (const position of ['support', 'no-objection', 'reservation', 'abstain'] as const) {
      given(...underReview())
        .when(judged('ana', { position, reasons: { summary: 'Well' } }, { 'no-harm': 'prohibited' }))
        .refuses('position-not-allowed', { position, accepted: ['block'] });
    }
  });

  it('is at most a reservation where a requirement falls short, but not where a value does', () => {
    for (const position of ['support', 'no-objection'] as const) {
      given(...underReview())
        .when(judged('ana', { position }, { oversight: 'falls-short' }))
        .refuses('position-not-allowed', { position, accepted: ['reservation', 'block', 'abstain'] });
    }
    given(...underReview())
      .when(
        judged(
          'ana',
          { position: 'reservation', reasons: { summary: 'Too thin' } },
          { oversight: 'falls-short' },
        ),
      )
      .emitsTypes('JudgmentRecorded');
    given(...underReview())
      .when(judged('ana', { position: 'abstain' }, { oversight: 'falls-short' }))
      .emitsTypes('JudgmentRecorded');
    given(...underReview())
      .when(judged('ana', {}, { fairness: 'falls-short' }))
      .emitsTypes('JudgmentRecorded');
  });

  it('of reservation says why', () =>
    given(...underReview())
      .when(judged('ana', { position: 'reservation' }))
      .refuses('invalid-command', { field: 'reasons.summary' }));

  it('of block carries a concern on a criterion of the framework, and no other position does', () => {
    given(...underReview())
      .when(judged('ana', { position: 'block' }))
      .refuses('invalid-command', { field: 'concern' });
    given(...underReview())
      .when(blocked('ana', 'beauty'))
      .refuses('unknown-reference', { field: 'concern.criterion', id: 'beauty' });
    given(...underReview())
      .when(blocked('ana', 'fairness', {}, { position: 'abstain' }))
      .refuses('invalid-command', { field: 'concern' });
  });
});

describe('a concern that a seat carries again', () => {
  const first = blocked('ana', 'fairness');
  const idIn = (stream: Stream): string => {
    const content = stream.state.judgments[0]?.content;
    return content === undefined || content === 'sealed' ? '' : (content.concern?.concern ?? '');
  };
  const again =
    (name: Name, criterion = 'fairness') =>
    (stream: Stream): Act =>
      blocked(
        name,
        criterion,
        {},
        {
          concern: { criterion, concern: 'Still', resolvedIf: 'As before', again: idIn(stream) },
        },
      );

  it('stays the one that it was', () =>
    given(...underReview(), first, again('ana')).shows((state, stream) => {
      expect(stream.last('JudgmentRecorded').data.judgment?.concern?.concern).to.equal(idIn(stream));
      expect(failingIn(state)['concerns']).to.deep.equal([idIn(stream)]);
    }));

  it('is a new one without `again`, and the old one has ended', () =>
    given(...underReview(), first, blocked('ana', 'fairness')).shows((state, stream) => {
      expect(failingIn(state)['concerns']).to.have.length(1).and.not.include(idIn(stream));
    }));

  it('is the seat’s own', () =>
    given(...underReview(), first)
      .when(again('ben'))
      .refuses('not-permitted', { command: 'record-judgment' }));

  it('is about the same criterion', () =>
    given(...underReview(), first)
      .when(again('ana', 'oversight'))
      .refuses('invalid-command', { field: 'concern.criterion' }));

  it('is known, and open still', () => {
    given(...underReview())
      .when(
        blocked(
          'ana',
          'fairness',
          {},
          {
            concern: { criterion: 'fairness', concern: 'a', resolvedIf: 'b', again: idOf('nothing') },
          },
        ),
      )
      .refuses('unknown-reference', { field: 'concern.again' });
    given(...underReview(), first, judged('ana'))
      .when(again('ana'))
      .refuses('concern-ended', { ended: 'judged-again' });
  });
});

describe('withdrawing a judgment', () => {
  it('leaves the seat without one that counts: no older one comes back', () => {
    given(...underReview(), judged('ana'))
      .when(withdraw('ana'))
      .emits((stream) => ({
        type: 'JudgmentWithdrawn',
        data: { seat: 'ana', judgment: stream.last('JudgmentRecorded').id },
      }));
    given(...underReview(), judged('ana'), judged('ana', { position: 'abstain' }), withdraw('ana')).shows(
      (state) => {
        const seat = state.panel?.seats[0];
        expect(seat === undefined ? undefined : countedJudgment(state, seat)).to.equal(null);
      },
    );
  });

  it('is of the newest judgment that one gave and did not withdraw', () => {
    given(...underReview(), judged('ana'), judged('ana'))
      .when(withdraw('ana', 0))
      .refuses('unknown-reference', { field: 'judgment' });
    given(...underReview(), judged('ana'), withdraw('ana'))
      .when(withdraw('ana'))
      .refuses('unknown-reference', { field: 'judgment' });
    given(...underReview(), judged('ana'))
      .when(withdraw('ben'))
      .refuses('unknown-reference', { field: 'judgment' });
  });

  it('is possible after the hard stop', () =>
    given(...underReview(), judged('ana'))
      .when((stream) => ({ ...withdraw('ana')(stream), at: afterHardStop }))
      .emitsTypes('JudgmentWithdrawn'));

  it('leaves what it prohibited standing', () =>
    given(...underReview(), blocked('ana', 'no-harm', { 'no-harm': 'prohibited' }), withdraw('ana')).shows(
      (state) => expect(failingIn(state)).to.deep.include({ 'no-prohibits.no-harm': ['ana'] }),
    ));
});

describe('judgments and the versions of a submission', () => {
  const three = [judged('ana'), judged('ben'), judged('cem')] as const;

  it('go stale, all of them, when a material version comes after three of four', () =>
    given(...underReview(), ...three, revised({ purpose: 'Plan attacks' })).shows((state) => {
      expect(failingIn(state)).to.deep.include({ fresh: ['ana', 'ben', 'cem'], quorum: [] });
      expect(outcomesOf(state)).to.deep.equal([]);
    }));

  it('are carried by an immaterial one', () =>
    given(...underReview(), ...three, revised({ title: 'Convoy routes' })).shows((state) => {
      expect(state).to.include({ version: 2, materialVersion: 1 });
      expect(outcomesOf(state)).to.include('approved');
    }));

  it('keep a `prohibits` standing until its seat judges the new version without it', () => {
    const crossed = [
      ...underReview(),
      blocked('ana', 'no-harm', { 'no-harm': 'prohibited' }),
      revised({ purpose: 'Plan supply routes, unarmed' }),
    ];
    given(...crossed).shows((state) =>
      expect(failingIn(state)).to.deep.include({ 'no-prohibits.no-harm': ['ana'] }),
    );
    given(...crossed, judged('ana', { version: 2 })).shows((state) =>
      expect(failingIn(state)).to.not.have.any.keys('no-prohibits.no-harm', 'concerns'),
    );
  });
});

describe('a framework version that is published in mid-review', () => {
  const two: FrameworkState = {
    ...frameworks,
    versions: [
      versionOne,
      { ...versionOne, version: 2, hash: 'b'.repeat(64), ref: `tests@2#${'b'.repeat(64)}`, criteria: [] },
    ],
  };

  it('changes nothing for the panel: it judges, and is told to judge, by its own', () => {
    const review = [
      received(),
      screened({ frameworkVersion: 1 }),
      act('sec', 'convene-panel', {
        frameworkVersion: 1,
        seats: seatsFor('ana', 'ben', 'cem', 'dua'),
        deadline,
      }),
      noInterest('ana'),
    ];
    givenIn({ frameworks: two }, ...review)
      .when(judged('ana', { criteria: versionOne.hash }))
      .reliesOn({ framework: versionOne.ref });
    givenIn({ frameworks: two }, ...review)
      .when(judged('ana', { criteria: 'b'.repeat(64) }))
      .refuses('criteria-changed', { current: versionOne.hash });
  });

  it('is asked for under the one that the panel was convened under, or nothing is judged', () =>
    given(
      received(),
      screened(),
      happened('sec', {
        type: 'PanelConvened',
        data: {
          panelNumber: 1,
          framework: `gone@1#${'d'.repeat(64)}`,
          seats: [{ seat: 'ana', holder: aliasOf('ana'), team: 'product-policy' }],
        },
      }),
    )
      .when(judged('ana'))
      .refuses('unknown-reference', { field: 'framework', id: `gone@1#${'d'.repeat(64)}` }));
});

describe('judgments in imported history', () => {
  const history = [
    inHistory(received()),
    inHistory(screened()),
    inHistory(convened()),
    inHistory(noInterest('ana')),
  ] as const;

  it('may lack findings, reasons and concerns', () =>
    given(...history)
      .when(inHistory(judged('ana', { findings: [], position: 'block' })))
      .broke('findings-missing'));

  it('may be late, on an older version, and of whoever the source says', () =>
    given(...history, inHistory(revised({ title: 'Convoy routes' })))
      .when({ ...inHistory(judged('ben', { seat: 'ana' })), at: afterHardStop })
      .broke('late', 'not-permitted', 'version-changed'));

  it('are not about a version that never was', () =>
    given(...history)
      .when(inHistory(judged('ana', { version: 3 })))
      .refuses('unknown-reference', { field: 'version', id: '3' }));

  it('are withdrawn as the source says, if they are on record', () => {
    given(...history, inHistory(judged('ana')), inHistory(judged('ana')))
      .when((stream) => inHistory(withdraw('ana', 0)(stream)))
      .broke('unknown-reference');
    given(...history)
      .when(inHistory(act('ana', 'withdraw-judgment', { seat: 'ana', judgment: idOf('nothing') })))
      .refuses('unknown-reference', { field: 'judgment' });
  });
});
