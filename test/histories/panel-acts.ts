import type { SubmissionEvent } from '../../events/catalogue.ts';
import { addDays } from '../../events/time.ts';
import { findings } from '../decider/framework.ts';
import { issued, proposed } from './decision-acts.ts';
import { type Act, named, type Scene, words } from './scene.ts';
import { alias, framework, teamOf } from './setting.ts';
import { requested, revised } from './submission-acts.ts';

const deadlineFrom = (at: string) => ({
  due: addDays(at, 10),
  graceUntil: addDays(at, 11),
  hardStop: addDays(at, 14),
  zone: 'Europe/London',
});

export function convened(scene: Scene): SubmissionEvent {
  const seats = ['ana', 'ben', 'cem', 'dua'].map((name) => ({
    seat: name,
    holder: alias(name, scene.submission),
    team: teamOf(name),
  }));
  const deadline = scene.random.chance(80) ? { deadline: deadlineFrom(scene.at) } : {};
  const data = { panelNumber: scene.state.panels + 1, framework: framework.ref, seats, ...deadline };
  return { type: 'PanelConvened', data };
}

export function inReview(scene: Scene): readonly Act[] {
  const { state, random } = scene;
  const { panel } = state;
  if (panel === null) return [];
  const seat = random.pick(panel.seats);
  const concern = random.pick(state.raised)?.concern;
  if (seat === undefined) return [];
  const key = seat.seat;
  const acts: Act[] = [
    [requested(scene)],
    [judged(scene, key)],
    [judged(scene, key)],
    [judged(scene, key)],
    [
      {
        type: 'ReviewerRecused',
        data: { seat: key, kind: random.pick(['self', 'directed', 'computed'] as const) ?? 'self' },
      },
    ],
    [{ type: 'SeatVacated', data: { seat: key, why: 'unavailable' } }],
    [{ type: 'DueDateExtended', data: { deadline: deadlineFrom(scene.at), reason: words(scene) } }],
    [raised(scene, key)],
    [
      {
        type: 'ActRefused',
        data: {
          person: alias('sub', scene.submission),
          rule: 'SOD-1',
          act: 'record-judgment',
          day: scene.at.slice(0, 10),
        },
      },
    ],
    staleAfter(scene),
    [proposed(scene)],
    [proposed(scene)],
  ];
  if (seat.status !== 'sitting') {
    acts.push([{ type: 'AlternateSeated', data: { seat: key, holder: alias('eli', scene.submission) } }]);
    acts.push([{ type: 'RecusalLifted', data: { seat: key, reason: words(scene) } }]);
  }
  for (const each of panel.seats) acts.push(...interests(scene, each));
  if (concern !== undefined) {
    acts.push([voted(scene, key, concern)], [voted(scene, key, concern)]);
    acts.push([{ type: 'ConcernAnswered', data: { concern, answer: words(scene) } }]);
    acts.push([{ type: 'ConcernAdopted', data: { concern, seat: key } }]);
    acts.push([{ type: 'ConcernWithdrawn', data: { concern, seat: key } }]);
    acts.push([voted(scene, key, concern), { type: 'ConcernOverruled', data: { concern } }]);
  }
  for (const judgment of state.judgments.slice(-1))
    acts.push([{ type: 'JudgmentWithdrawn', data: { seat: judgment.seat, judgment: judgment.event } }]);
  for (const { event, content } of state.proposals.slice(-1)) {
    acts.push([{ type: 'DecisionProposalWithdrawn', data: { proposal: event } }]);
    const outcome = content === 'sealed' ? 'approved' : content.outcome;
    for (let i = 0; i < 4; i += 1) acts.push(issued(scene, event, outcome));
  }
  if (random.chance(10))
    acts.push([{ type: 'PanelDissolved', data: { panelNumber: panel.panel, reason: words(scene) } }]);
  return acts;
}

function interests(
  scene: Scene,
  seat: { seat: string; interest: { event: string; cleared: boolean } | null },
): readonly Act[] {
  if (seat.interest === null) {
    const kind = scene.random.chance(75) ? 'none' : 'declared';
    const categories = kind === 'none' ? [] : ['friendship'];
    return [[{ type: 'InterestDeclared', data: { seat: seat.seat, kind, interest: { categories } } }]];
  }
  if (seat.interest.cleared) return [];
  const declaration = seat.interest.event;
  return [[{ type: 'InterestCleared', data: { seat: seat.seat, declaration, reason: words(scene) } }]];
}

function judged(scene: Scene, seat: string): SubmissionEvent {
  const block = scene.random.chance(15);
  const concern = { concern: named(scene, 'carried'), criterion: 'no-harm' };
  const judgment = {
    findings: findings(block ? { 'no-harm': 'prohibited' } : {}),
    position: block
      ? ('block' as const)
      : (scene.random.pick(['support', 'no-objection', 'abstain'] as const) ?? 'support'),
    ...(block ? { concern } : {}),
  };
  const data = { seat, version: scene.state.version, judgment, reasons: { summary: words(scene) } };
  return { type: 'JudgmentRecorded', data };
}

const raised = (scene: Scene, seat: string): SubmissionEvent => ({
  type: 'ConcernRaised',
  data: {
    concern: named(scene, 'concern'),
    seat,
    version: scene.state.version,
    content: { criterion: 'fairness' },
    statement: { concern: words(scene), resolvedIf: words(scene) },
  },
});

const voted = (scene: Scene, seat: string, concern: string): SubmissionEvent => ({
  type: 'ConcernVoteRecorded',
  data: { concern, seat, vote: { overrule: scene.random.chance(50) }, reasons: {} },
});

function staleAfter(scene: Scene): Act {
  const revision = revised(scene);
  const judgments = scene.state.judgments.map(({ event }) => event);
  if (judgments.length === 0 || revision.type !== 'SubmissionRevised' || !revision.data.material)
    return [revision];
  return [revision, { type: 'JudgmentsMarkedStale', data: { version: revision.data.version, judgments } }];
}
