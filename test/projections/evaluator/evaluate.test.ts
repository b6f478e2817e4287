import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Condition, DecidedOutcome, Evaluation } from '../../../events/decision.ts';
import { Evaluation as EvaluationSchema } from '../../../events/decision.ts';
import { evaluate } from '../../../projections/evaluator/evaluate.ts';
import { currentEvaluator, evaluators } from '../../../projections/evaluator/evaluators.ts';
import { failingAtoms, isAllowed } from '../../../projections/evaluator/outcomes.ts';
import type { FrameworkVersion } from '../../../projections/framework-versions.ts';
import { initialReviewState, type ReviewState } from '../../../projections/review-state/state.ts';
import { versionOne } from '../../decider/framework.ts';
import { type Given, happened, Stream } from '../../decider/given.ts';
import { aliasOf } from '../../decider/people.ts';
import { deadline } from '../../decider/reviews.ts';
import {
  blocks,
  four,
  judges,
  recused,
  replaced,
  revised,
  screenedWith,
  sitting,
  streamOf,
  submitted,
  vacated,
  withdrawsJudgment,
} from './panels.ts';

const at = '2026-01-20T12:00:00.000Z';
const evaluated = (
  state: ReviewState,
  options: {
    readonly at?: string;
    readonly conditions?: readonly Condition[];
    framework?: FrameworkVersion;
  } = {},
): Evaluation => {
  const result = evaluate(options.framework ?? versionOne, state, options.at ?? at, options.conditions ?? []);
  if (result === 'sealed') throw new Error('sealed');
  return result;
};
const allowedOf = (evaluation: Evaluation): readonly DecidedOutcome[] =>
  evaluation.result.filter(({ allowed }) => allowed).map(({ outcome }) => outcome);
const failing = (evaluation: Evaluation, outcome: DecidedOutcome): readonly string[] =>
  failingAtoms(evaluation.atoms, outcome).map(({ atom }) => atom);

const decidable = (...steps: readonly Given[]): Evaluation => evaluated(streamOf(...steps).state);
const allJudge = four.map((name) => judges(name));
const condition = (changes: Partial<Condition> = {}): Condition => ({
  condition: 'c1',
  kind: 'continuing',
  owner: aliasOf('own'),
  verifier: aliasOf('ver'),
  criteria: ['oversight'],
  ...changes,
});

describe('evaluator-1', () => {
  it('is kept under its version for ever', () => {
    expect(evaluators[currentEvaluator]).to.equal(evaluate);
    expect(Object.keys(evaluators)).to.deep.equal(['evaluator-1']);
  });

  it('lets four who support approve, and names what it read', () => {
    const stream = streamOf(sitting(), ...allJudge);
    const evaluation = evaluated(stream.state);
    expect(allowedOf(evaluation)).to.deep.equal(['approved', 'approved-with-conditions', 'deferred']);
    expect(evaluation.inputs).to.have.members(stream.events.map(({ id }) => id));
    expect(EvaluationSchema.safeParse(evaluation).success).to.equal(true);
    expect(evaluation).to.deep.include({ evaluator: 'evaluator-1', rules: versionOne.ref, at, version: 1 });
  });

  it('allows nothing without a panel', () => {
    const evaluation = evaluated(new Stream().play([submitted]).state);
    expect(allowedOf(evaluation)).to.deep.equal([]);
    expect(allowedOf(evaluated(initialReviewState))).to.deep.equal([]);
  });

  it('answers sealed where a judgment or a concern is closed to the reader', () => {
    const judged = streamOf(sitting(), ...allJudge).state;
    const closed = judged.judgments.map((each) => ({ ...each, content: 'sealed' as const }));
    expect(evaluate(versionOne, { ...judged, judgments: closed }, at)).to.equal('sealed');
    const raised = streamOf(
      sitting(),
      happened('ana', {
        type: 'ConcernRaised',
        data: { concern: aliasOf('c'), seat: 'ana', version: 1 },
      }),
    );
    expect(evaluate(versionOne, raised.state, at)).to.equal('sealed');
  });

  describe('bright lines', () => {
    it('need a meets or a not-applicable of each required team', () => {
      const found = { 'no-harm': 'not-assessed' };
      const one = decidable(sitting(), judges('ana'), judges('ben'), judges('cem', { found }), judges('dua'));
      expect(isAllowed(one, 'approved')).to.equal(true);
      const none = decidable(
        sitting(),
        judges('ana'),
        judges('ben'),
        judges('cem', { found }),
        judges('dua', { found }),
      );
      expect(failing(none, 'approved')).to.deep.equal(['cleared.no-harm']);
      expect(none.atoms[0]).to.deep.equal({
        atom: 'cleared.no-harm',
        holds: false,
        about: ['national-security'],
      });
      expect(allowedOf(none), 'neither carried aside nor declined').to.deep.equal(['deferred']);
    });

    it('take a not-applicable for a meets, but not against a presumption', () => {
      const found = { 'no-harm': 'not-applicable' };
      const judging = four.map((name) => judges(name, { found }));
      expect(isAllowed(decidable(sitting(), ...judging), 'approved')).to.equal(true);
      const presumed = new Stream().play([submitted, screenedWith('no-harm'), sitting(), ...judging]);
      expect(failing(evaluated(presumed.state), 'approved')).to.deep.equal(['presumption.no-harm']);
      const half = new Stream().play([
        submitted,
        screenedWith('no-harm'),
        sitting(),
        ...judging,
        judges('ana'),
      ]);
      expect(evaluated(half.state).atoms.find(({ atom }) => atom === 'presumption.no-harm')).to.deep.equal({
        atom: 'presumption.no-harm',
        holds: false,
        about: ['national-security'],
      });
      half.play([judges('dua')]);
      expect(isAllowed(evaluated(half.state), 'approved')).to.equal(true);
    });

    it('are never outvoted: one prohibits among five refuses and may be the reason to decline', () => {
      const five = ['ana', 'ben', 'cem', 'dua', 'eli'] as const;
      const found = { 'no-weapons': 'prohibited' };
      const evaluation = decidable(
        sitting(five),
        ...five.slice(0, 4).map((name) => judges(name)),
        judges('eli', { position: 'abstain', found }),
      );
      expect(failing(evaluation, 'approved')).to.deep.equal(['no-prohibits.no-weapons']);
      expect(allowedOf(evaluation)).to.deep.equal(['declined-prohibited', 'deferred']);
    });

    it('ask no more than the scale says: an unknown finding is not assessed', () => {
      const found = { 'no-harm': 'splendid' };
      expect(
        failing(decidable(sitting(), ...four.map((name) => judges(name, { found }))), 'approved'),
      ).to.deep.equal(['cleared.no-harm']);
    });
  });

  describe('a standing prohibits', () => {
    const prohibits = blocks('dua', 'no-harm', { found: { 'no-harm': 'prohibited' } });
    const others = [judges('ana'), judges('ben'), judges('cem')];
    const stands = (...steps: readonly Given[]): boolean =>
      evaluated(streamOf(sitting(), ...others, prohibits, ...steps).state).atoms.some(
        ({ atom, holds }) => atom === 'no-prohibits.no-harm' && !holds,
      );

    it('ends when its seat judges the current version without it', () => {
      expect(stands()).to.equal(true);
      expect(stands(judges('ana'))).to.equal(true);
      expect(stands(judges('dua'))).to.equal(false);
    });
    it('does not end by a judgment on a version that is no longer current', () => {
      expect(stands(revised(2, true), judges('dua', { version: 1 }))).to.equal(true);
      expect(stands(revised(2, true), judges('dua', { version: 2 }))).to.equal(false);
    });
    it('outlives its own withdrawal, and that of the judgment that would have lifted it', () => {
      expect(stands(withdrawsJudgment('dua'))).to.equal(true);
      expect(stands(judges('dua'), withdrawsJudgment('dua'))).to.equal(true);
    });
    it('outlives its judgment going stale', () => {
      expect(stands(revised(2, true))).to.equal(true);
    });
    it('ends when its holder is recused by themselves or by computation', () => {
      expect(stands(recused('dua', 'self'))).to.equal(false);
      expect(stands(recused('dua', 'computed'))).to.equal(false);
    });
    it('outlives a directed recusal, until an alternate has judged', () => {
      expect(stands(recused('dua', 'directed'))).to.equal(true);
      expect(stands(recused('dua', 'directed'), replaced('dua', 'eli'))).to.equal(true);
      const alternate = judges('eli', { seat: 'dua' });
      expect(stands(recused('dua', 'directed'), replaced('dua', 'eli'), alternate)).to.equal(false);
    });
    it('of somebody who left the seat stands until who follows has judged', () => {
      expect(stands(vacated('dua'), replaced('dua', 'eli'))).to.equal(true);
      expect(stands(vacated('dua'), replaced('dua', 'eli'), recused('dua', 'self'))).to.equal(true);
      expect(stands(vacated('dua'), replaced('dua', 'eli'), judges('eli', { seat: 'dua' }))).to.equal(false);
    });
    it('stands again when the recusal is lifted', () => {
      const lift = happened('cha', { type: 'RecusalLifted', data: { seat: 'dua' } });
      expect(stands(recused('dua', 'self'), lift)).to.equal(true);
    });
  });

  describe('quorum', () => {
    it('is more than half of the seats as convened: two cannot pass a panel of four', () => {
      const two = decidable(sitting(), judges('ana'), judges('cem'));
      expect(allowedOf(two)).to.deep.equal([]);
      expect(two.atoms.find(({ atom }) => atom === 'quorum')).to.deep.equal({
        atom: 'quorum',
        holds: false,
        have: 2,
        need: 3,
      });
    });
    it('of six is four, whatever three would be of another panel', () => {
      const six = ['ana', 'ben', 'cem', 'dua', 'eli', 'own'] as const;
      const gone = [recused('dua', 'self'), recused('eli', 'self'), recused('own', 'self')];
      const three = decidable(sitting(six), judges('ana'), judges('ben'), judges('cem'), ...gone);
      expect(failing(three, 'approved')).to.deep.equal(['quorum']);
    });
    it('does not shrink with recusals', () => {
      const evaluation = decidable(
        sitting(),
        judges('ana'),
        judges('cem'),
        recused('ben', 'self'),
        recused('dua', 'self'),
      );
      expect(failing(evaluation, 'approved')).to.deep.equal(['quorum']);
    });
    it('is at least the least number of seats', () => {
      const pair = decidable(sitting(['ana', 'cem']), judges('ana'), judges('cem'));
      expect(failing(pair, 'approved')).to.deep.equal(['quorum']);
    });
    it('counts abstentions, which the threshold does not', () => {
      const evaluation = decidable(
        sitting(),
        judges('ana'),
        judges('ben', { position: 'abstain' }),
        judges('cem'),
        judges('dua', { position: 'abstain' }),
      );
      expect(failing(evaluation, 'approved')).to.deep.equal(['threshold']);
      expect(allowedOf(evaluation)).to.deep.equal(['declined', 'deferred']);
    });
  });

  describe('the threshold', () => {
    it('counts silent seats: a tie is not carried', () => {
      const tie = decidable(
        sitting(),
        judges('ana'),
        judges('cem'),
        blocks('ben', 'fairness'),
        blocks('dua', 'fairness'),
      );
      expect(failing(tie, 'approved')).to.deep.equal(['threshold', 'concerns']);
      expect(allowedOf(tie)).to.deep.equal(['declined', 'deferred']);
      const three = decidable(sitting(), judges('ana'), judges('cem'), judges('dua'));
      expect(isAllowed(three, 'approved')).to.equal(true);
    });
    it('is of the seats that may still judge', () => {
      const six = ['ana', 'ben', 'cem', 'dua', 'eli', 'bot'] as const;
      const judged = [judges('ana'), judges('cem'), judges('ben'), judges('dua', { position: 'abstain' })];
      expect(failing(decidable(sitting(six), ...judged), 'approved')).to.deep.equal(['threshold']);
      expect(
        isAllowed(
          decidable(sitting(six), ...judged, recused('eli', 'self'), recused('bot', 'self')),
          'approved',
        ),
      ).to.equal(true);
    });
    it('needs one who supports', () => {
      const lukewarm = four.map((name) =>
        judges(name, { position: name === 'ana' ? 'reservation' : 'no-objection' }),
      );
      const evaluation = decidable(sitting(), ...lukewarm);
      expect(failing(evaluation, 'approved')).to.deep.equal(['support']);
      expect(allowedOf(evaluation)).to.deep.equal(['declined', 'deferred']);
    });
  });

  it('needs every required team among those who approve', () => {
    const evaluation = decidable(
      sitting(['ana', 'ben', 'sub', 'spo', 'cem', 'dua']),
      judges('ana'),
      judges('ben'),
      judges('sub'),
      judges('spo'),
      judges('cem', { position: 'abstain' }),
      judges('dua', { position: 'abstain' }),
    );
    expect(failing(evaluation, 'approved')).to.deep.equal(['teams']);
    expect(evaluation.atoms.find(({ atom }) => atom === 'teams')?.about).to.deep.equal(['national-security']);
    expect(allowedOf(evaluation)).to.deep.equal(['declined', 'deferred']);
  });

  describe('freshness', () => {
    const three = [judges('ana'), judges('ben'), judges('cem')];
    it('goes with a material version, for every judgment at once', () => {
      const evaluation = decidable(sitting(), ...three, revised(2, true), judges('dua', { version: 2 }));
      expect(evaluation.atoms.find(({ atom }) => atom === 'fresh')).to.deep.equal({
        atom: 'fresh',
        holds: false,
        about: ['ana', 'ben', 'cem'],
      });
      expect(failing(evaluation, 'approved')).to.include('quorum');
      expect(evaluation.version).to.equal(2);
    });
    it('stays with an immaterial one', () => {
      const evaluation = decidable(sitting(), ...three, revised(2, false), judges('dua', { version: 2 }));
      expect(isAllowed(evaluation, 'approved')).to.equal(true);
      expect(evaluation.atoms.find(({ atom }) => atom === 'fresh')?.holds).to.equal(true);
    });
    it('of a fourth is not needed where three have judged again', () => {
      const again = four.slice(1).map((name) => judges(name, { version: 2 }));
      expect(isAllowed(decidable(sitting(), ...allJudge, revised(2, true), ...again), 'approved')).to.equal(
        true,
      );
    });
  });

  it('does not count a withdrawn judgment, nor the one before it', () => {
    const evaluation = decidable(sitting(), ...allJudge, judges('dua'), withdrawsJudgment('dua'));
    expect(evaluation.atoms.find(({ atom }) => atom === 'quorum')?.have).to.equal(3);
  });

  it('counts who leaves until an alternate sits, and then the alternate', () => {
    const left = decidable(sitting(), ...allJudge, replaced('dua', 'eli'));
    expect(left.atoms.find(({ atom }) => atom === 'all-judged')?.about).to.deep.equal(['dua']);
    const alternate = decidable(
      sitting(),
      ...allJudge,
      replaced('dua', 'eli'),
      judges('eli', { seat: 'dua' }),
    );
    expect(alternate.atoms.find(({ atom }) => atom === 'all-judged')?.holds).to.equal(true);
  });

  it('cannot decide while a required team has no seat left, until an alternate judges', () => {
    const gone = [recused('cem', 'self'), recused('dua', 'self')];
    const without = decidable(sitting(), ...allJudge, ...gone);
    expect(allowedOf(without)).to.deep.equal([]);
    const back = decidable(
      sitting(),
      ...allJudge,
      ...gone,
      replaced('dua', 'eli'),
      judges('eli', { seat: 'dua' }),
    );
    expect(isAllowed(back, 'approved')).to.equal(true);
  });

  describe('qualified findings', () => {
    const qualified = (found: Record<string, string>, conditions: readonly Condition[] = []): Evaluation => {
      const steps = four.map((name) => (name === 'ana' ? judges(name, { found }) : judges(name)));
      return evaluated(streamOf(sitting(), ...steps).state, { conditions });
    };
    it('need a condition each', () => {
      const found = { oversight: 'falls-short', fairness: 'meets-if' };
      const none = qualified(found);
      expect(failing(none, 'approved')).to.deep.equal(['unqualified']);
      expect(failing(none, 'approved-with-conditions')).to.deep.equal(['conditions-cover']);
      expect(none.atoms.find(({ atom }) => atom === 'conditions-cover')?.about).to.deep.equal([
        'oversight',
        'fairness',
      ]);
      const one = qualified(found, [condition()]);
      expect(one.atoms.find(({ atom }) => atom === 'conditions-cover')?.about).to.deep.equal(['fairness']);
      const both = qualified(found, [condition({ criteria: ['fairness', 'oversight'] })]);
      expect(allowedOf(both)).to.deep.equal(['approved-with-conditions', 'deferred']);
    });
    it('on a value may fall short without one', () => {
      expect(isAllowed(qualified({ fairness: 'falls-short' }), 'approved')).to.equal(true);
    });
    it('need somebody else to verify: neither owner nor submitter', () => {
      const found = { oversight: 'meets-if' };
      for (const verifier of [aliasOf('own'), aliasOf('sub')]) {
        const evaluation = qualified(found, [condition({ verifier })]);
        expect(failing(evaluation, 'approved-with-conditions')).to.deep.equal(['conditions-verifiable']);
      }
    });
  });

  describe('to decline', () => {
    const three = [
      judges('ana'),
      judges('ben', { position: 'abstain' }),
      judges('cem', { position: 'abstain' }),
    ];
    it('needs everyone heard, or the hard stop passed', () => {
      const { state } = streamOf(sitting(), ...three);
      expect(failing(evaluated(state), 'declined')).to.deep.equal(['heard']);
      expect(failing(evaluated(state, { at: deadline.hardStop }), 'declined')).to.deep.equal(['heard']);
      const later = deadline.hardStop.replace('00.000Z', '00.001Z');
      expect(isAllowed(evaluated(state, { at: later }), 'declined')).to.equal(true);
      const timeless = streamOf(sitting(four, null), ...three).state;
      expect(failing(evaluated(timeless, { at: later }), 'declined')).to.deep.equal(['heard']);
    });
    it('is refused where it is carried', () => {
      expect(failing(decidable(sitting(), ...allJudge), 'declined')).to.deep.equal(['not-carried']);
    });
    it('for a bright line needs a standing prohibits', () => {
      expect(failing(decidable(sitting(), ...allJudge), 'declined-prohibited')).to.deep.equal(['prohibited']);
    });
  });
});
