import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { DecidedOutcome, Evaluation } from '../../../events/decision.ts';
import type { Position } from '../../../events/review.ts';
import { evaluate } from '../../../projections/evaluator/evaluate.ts';
import { isAllowed } from '../../../projections/evaluator/outcomes.ts';
import type { FrameworkVersion } from '../../../projections/framework-versions.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import { versionOne } from '../../decider/framework.ts';
import { type Given, happened, Stream } from '../../decider/given.ts';
import type { Name } from '../../decider/people.ts';
import {
  concernId,
  judges,
  lifted,
  recused,
  replaced,
  revised,
  screenedWith,
  sitting,
  submitted,
  vacated,
} from './panels.ts';
import { allowedByTheLetter } from './reference.ts';

const seats = ['ana', 'cem', 'ben', 'dua', 'eli'] as const satisfies readonly Name[];
const others = ['own', 'ver', 'cha'] as const satisfies readonly Name[];
type Seat = (typeof seats)[number];
const positions: readonly Position[] = [
  'support',
  'support',
  'no-objection',
  'reservation',
  'block',
  'abstain',
];

/** One thing that may happen on a panel, rarely what would be sensible. */
type Happening =
  | {
      readonly what: 'judge';
      readonly seat: Seat;
      readonly position: Position;
      readonly found: Readonly<Record<string, string>>;
      readonly concern: string | null;
      readonly old: boolean;
    }
  | { readonly what: 'revise'; readonly material: boolean }
  | { readonly what: 'recuse'; readonly seat: Seat; readonly kind: 'self' | 'directed' | 'computed' }
  | {
      readonly what: 'lift' | 'vacate' | 'take-back' | 'raise' | 'adopt' | 'withdraw' | 'overrule';
      readonly seat: Seat;
    }
  | { readonly what: 'replace'; readonly seat: Seat; readonly by: (typeof others)[number] };

const seat = fc.constantFrom(...seats);
const found = fc.record(
  {
    'no-harm': fc.constantFrom('meets', 'meets', 'not-applicable', 'not-assessed', 'prohibited'),
    oversight: fc.constantFrom('meets', 'meets-if', 'falls-short'),
    fairness: fc.constantFrom('meets', 'meets', 'meets-if', 'falls-short'),
  },
  { requiredKeys: [] },
);
const judging = fc.record({
  what: fc.constant('judge' as const),
  seat,
  position: fc.constantFrom(...positions),
  found: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: found }),
  concern: fc.option(fc.constantFrom('a', 'b'), { freq: 6 }),
  old: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
});
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 10, arbitrary: judging },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('revise' as const), material: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('recuse' as const),
      seat,
      kind: fc.constantFrom('self', 'directed', 'computed'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constantFrom('lift', 'vacate', 'take-back', 'raise', 'adopt', 'withdraw', 'overrule'),
      seat,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('replace' as const), seat, by: fc.constantFrom(...others) }),
  },
);

interface Panel {
  readonly seats: number;
  readonly everyoneFirst: boolean;
  readonly presumed: boolean;
  readonly happenings: readonly Happening[];
  /** Days from the convening to the question. */
  readonly days: number;
}
const panels: fc.Arbitrary<Panel> = fc.record({
  seats: fc.integer({ min: 1, max: 5 }),
  everyoneFirst: fc.boolean(),
  presumed: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
  happenings: fc.array(happening, { maxLength: 14 }),
  days: fc.integer({ min: 0, max: 45 }),
});

/** Half a day between what happens, so that a run of them is long enough for a concern to lapse. */
const momentOf = (step: number): string => new Date(Date.UTC(2026, 0, 6) + step * 43_200_000).toISOString();
const asked = ({ days }: Panel): string => new Date(Date.UTC(2026, 0, 6) + days * 86_400_000).toISOString();

function play(panel: Panel): Stream {
  const present = seats.slice(0, panel.seats);
  const stream = new Stream().play([
    submitted,
    screenedWith(...(panel.presumed ? ['no-harm'] : [])),
    sitting(present),
    ...(panel.everyoneFirst ? present.map((name) => judges(name)) : []),
  ]);
  const holders = new Map<Seat, Name>(present.map((name) => [name, name]));
  let version = 1;
  for (const [step, each] of panel.happenings.entries()) {
    if ('seat' in each && !holders.has(each.seat)) continue;
    if (each.what === 'revise') version += 1;
    if (each.what === 'replace') holders.set(each.seat, each.by);
    const next = stepOf(each, holders, version);
    const at = momentOf(step);
    stream.play([(now) => ({ ...(next instanceof Function ? next(now) : next), at })]);
  }
  return stream;
}

function stepOf(
  each: Happening,
  holders: ReadonlyMap<Seat, Name>,
  version: number,
): Extract<Given, { happened: unknown }> | ((stream: Stream) => ReturnType<typeof happened>) {
  if (each.what === 'revise') return revised(version, each.material);
  const holder = holders.get(each.seat) ?? each.seat;
  switch (each.what) {
    case 'judge':
      return judges(holder, {
        seat: each.seat,
        position: each.position,
        found: each.found,
        version: each.old ? Math.max(1, version - 1) : version,
        ...(each.position === 'block' || each.concern !== null
          ? { concern: [each.concern ?? `by ${each.seat}`, 'fairness'] }
          : {}),
      });
    case 'recuse':
      return recused(each.seat, each.kind);
    case 'lift':
      return lifted(each.seat);
    case 'vacate':
      return vacated(each.seat);
    case 'replace':
      return replaced(each.seat, each.by);
    case 'raise':
      return happened(holder, {
        type: 'ConcernRaised',
        data: {
          concern: concernId(`raised by ${each.seat}`),
          seat: each.seat,
          version: 1,
          content: { criterion: 'fairness' },
        },
      });
    case 'adopt':
      return happened(holder, {
        type: 'ConcernAdopted',
        data: { concern: concernId('a'), seat: each.seat },
      });
    case 'withdraw':
      return happened(holder, {
        type: 'ConcernWithdrawn',
        data: { concern: concernId(`by ${each.seat}`), seat: each.seat },
      });
    case 'overrule':
      return happened(holder, {
        type: 'ConcernOverruled',
        data: { concern: concernId(`raised by ${each.seat}`) },
      });
    case 'take-back':
      return (stream) => {
        const newest = stream.events.findLast(
          (event) => event.type === 'JudgmentRecorded' && event.data.seat === each.seat,
        );
        return newest === undefined
          ? happened('sec', { type: 'CommentAdded', data: { visibility: 'panel' } })
          : happened(holder, { type: 'JudgmentWithdrawn', data: { seat: each.seat, judgment: newest.id } });
      };
    default:
      return each satisfies never;
  }
}

const opened = (state: ReviewState, at: string, framework: FrameworkVersion = versionOne): Evaluation => {
  const evaluation = evaluate(framework, state, at);
  if (evaluation === 'sealed') throw new Error('sealed');
  return evaluation;
};
const allowedIn = (evaluation: Evaluation): Record<string, boolean> =>
  Object.fromEntries(evaluation.result.map(({ outcome, allowed }) => [outcome, allowed]));

describe('evaluator-1, on any panel', () => {
  it('says what DESIGN says, read by the letter', () => {
    const seen = new Map<DecidedOutcome, number>();
    fc.assert(
      fc.property(panels, (panel) => {
        const stream = play(panel);
        const evaluation = opened(stream.state, asked(panel));
        expect(allowedIn(evaluation)).to.deep.equal(
          allowedByTheLetter(versionOne, stream.events, asked(panel)),
        );
        for (const { outcome, allowed } of evaluation.result)
          if (allowed) seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
      }),
      { numRuns: 1_000 },
    );
    expect([...seen.keys()], 'and every outcome came up').to.have.members([
      'approved',
      'approved-with-conditions',
      'declined',
      'declined-prohibited',
      'deferred',
    ]);
  });

  it('never turns a decline into an approval by an abstention', () => {
    const votes = fc.array(fc.option(fc.constantFrom(...positions), { freq: 3 }), {
      minLength: 5,
      maxLength: 5,
    });
    const late = '2026-02-06T17:00:00.001Z';
    let declined = 0;
    fc.assert(
      fc.property(votes, (cast) => {
        const silent = seats.filter((_, i) => cast[i] === null);
        const given = seats.flatMap((name, i) => {
          const position = cast[i];
          return position == null ? [] : [judges(name, { position })];
        });
        const stream = new Stream().play([submitted, screenedWith(), sitting(seats), ...given]);
        for (const name of silent) {
          const before = opened(stream.state, late);
          stream.play([judges(name, { position: 'abstain' })]);
          if (!isAllowed(before, 'declined')) continue;
          declined += 1;
          expect(isAllowed(opened(stream.state, late), 'approved')).to.equal(false);
        }
      }),
      { numRuns: 200 },
    );
    expect(declined).to.be.greaterThan(20);
  });

  it('never approves over a standing prohibits', () => {
    fc.assert(
      fc.property(panels, (panel) => {
        const evaluation = opened(play(panel).state, asked(panel));
        const stands = evaluation.atoms.some(({ atom, holds }) => atom.startsWith('no-prohibits.') && !holds);
        if (!stands) return;
        expect(isAllowed(evaluation, 'approved')).to.equal(false);
        expect(isAllowed(evaluation, 'approved-with-conditions')).to.equal(false);
      }),
      { numRuns: 300 },
    );
  });

  it('comes out the same whatever the seats are called', () => {
    fc.assert(
      fc.property(panels, (panel) => {
        const { state } = play(panel);
        const before = opened(state, asked(panel));
        const other = opened(renamed(state), asked(panel));
        expect(other.result).to.deep.equal(before.result);
        expect(other.atoms.map(({ atom, holds, have }) => [atom, holds, have])).to.deep.equal(
          before.atoms.map(({ atom, holds, have }) => [atom, holds, have]),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('allows neither approval nor decline without a quorum, and no two of them at once', () => {
    fc.assert(
      fc.property(panels, (panel) => {
        const evaluation = opened(play(panel).state, asked(panel));
        const quorum = evaluation.atoms.find(({ atom }) => atom === 'quorum')?.holds;
        if (quorum !== true) expect(evaluation.result.some(({ allowed }) => allowed)).to.equal(false);
        expect(isAllowed(evaluation, 'approved') && isAllowed(evaluation, 'declined')).to.equal(false);
      }),
      { numRuns: 200 },
    );
  });
});

function renamed(state: ReviewState): ReviewState {
  const name = (key: string): string => `z${[...key].reverse().join('')}`;
  const acts = <T extends { readonly seat: string }>(list: readonly T[]): T[] =>
    list.map((each) => ({ ...each, seat: name(each.seat) }));
  return {
    ...state,
    panel:
      state.panel === null
        ? null
        : { ...state.panel, seats: state.panel.seats.map((each) => ({ ...each, seat: name(each.seat) })) },
    judgments: acts(state.judgments),
    raised: acts(state.raised),
    votes: acts(state.votes),
    concernActs: state.concernActs.map((each) => ({
      ...each,
      seat: each.seat === null ? null : name(each.seat),
    })),
  };
}
