import type { SubmissionEvent } from '../../events/catalogue.ts';
import type { DecidedOutcome, Proposal } from '../../events/decision.ts';
import { addDays } from '../../events/time.ts';
import { saltOf } from '../recorded.ts';
import { type Act, named, type Scene, words } from './scene.ts';
import { alias, framework } from './setting.ts';

const conditionsFor = (scene: Scene) =>
  scene.random.chance(50)
    ? (['before', 'after', 'continuing'] as const).map((kind) => ({
        condition: `${kind}-one`,
        kind,
        owner: alias('sub', scene.submission),
        verifier: alias('ver', scene.submission),
        ...(kind === 'continuing' ? {} : { due: addDays(scene.at, kind === 'before' ? 4 : 9) }),
        criteria: ['oversight'],
      }))
    : [];

export function proposed(scene: Scene): SubmissionEvent {
  const conditions = conditionsFor(scene);
  const other = ['declined', 'deferred', 'approved'] as const;
  const outcome =
    conditions.length > 0 ? 'approved-with-conditions' : (scene.random.pick(other) ?? 'approved');
  return {
    type: 'DecisionProposed',
    data: { proposal: { outcome, conditions }, texts: {} },
  };
}

const lastProposed = ({ state }: Scene): Proposal | null => {
  const content = state.proposals.at(-1)?.content ?? 'sealed';
  return content === 'sealed' ? null : content;
};

export function issued(scene: Scene, proposal: string, outcome: DecidedOutcome): Act {
  const openings = outcome === 'deferred' ? [] : openingsOf(scene);
  const decision: SubmissionEvent = {
    type: 'DecisionIssued',
    data: {
      decision: named(scene, 'decision'),
      outcome,
      proposal,
      evaluation: {
        evaluator: 'evaluator-1',
        rules: framework.ref,
        at: scene.at,
        version: scene.state.version,
        inputs: [],
        atoms: [],
        result: [],
      },
      conditions: lastProposed(scene)?.conditions.map((each) => ({ ...each })) ?? [],
      effective: scene.random.chance(70) ? scene.at : addDays(scene.at, 2),
      ...(scene.random.chance(60) ? { expires: addDays(scene.at, 12) } : {}),
      ...(scene.random.chance(40) ? { reReview: addDays(scene.at, 6) } : {}),
      reasons: { facts: words(scene), why: words(scene) },
    },
  };
  return [...openings, decision];
}

/** Every sealed act of the panel, opened in the append of the decision. */
function openingsOf({ state, sealed }: Scene): Act {
  const closed = [...state.judgments, ...state.raised, ...state.votes].filter(
    ({ content }) => content === 'sealed',
  );
  return closed.flatMap(({ event: act }): Act => {
    const event = sealed.get(act);
    if (event === undefined) return [];
    if (event.type === 'JudgmentRecorded' && event.data.judgment !== undefined)
      return [
        {
          type: 'JudgmentOpened',
          data: { act, salt: saltOf(act, 'judgment'), judgment: event.data.judgment },
        },
      ];
    if (event.type === 'ConcernRaised' && event.data.content !== undefined)
      return [
        { type: 'ConcernOpened', data: { act, salt: saltOf(act, 'content'), content: event.data.content } },
      ];
    if (event.type === 'ConcernVoteRecorded' && event.data.vote !== undefined)
      return [{ type: 'VoteOpened', data: { act, salt: saltOf(act, 'vote'), vote: event.data.vote } }];
    return [];
  });
}

export function afterDecision(scene: Scene): readonly Act[] {
  const { decision } = scene.state;
  if (decision === null) return [];
  const id = decision.decision;
  const acts: Act[] = [
    [{ type: 'DecisionPublished', data: { decision: id, withheld: [], title: words(scene) } }],
    [{ type: 'DissentRecorded', data: { decision: id, seat: 'dua', text: words(scene) } }],
    [{ type: 'DecisionRevoked', data: { decision: id } }],
    [{ type: 'DecisionSuspended', data: { decision: id, why: 'incident' } }],
  ];
  if (decision.suspended !== null)
    acts.push([{ type: 'DecisionReinstated', data: { decision: id, reason: words(scene) } }]);
  if (decision.expires !== null && scene.at > decision.expires)
    acts.push([{ type: 'DecisionExpired', data: { decision: id, expires: decision.expires } }]);
  if (scene.random.chance(10)) {
    const by = { submission: named(scene, 'another'), decision: named(scene, 'its decision') };
    acts.push([{ type: 'DecisionSuperseded', data: { decision: id, by } }]);
  }
  for (const { condition, evidence, due } of decision.conditions) {
    const about = { decision: id, condition };
    acts.push([{ type: 'ConditionEvidenceSubmitted', data: { ...about, evidence: words(scene) } }]);
    acts.push([{ type: 'ConditionVerified', data: { ...about, result: 'acceptable' } }]);
    const claim = evidence.at(-1)?.event;
    if (claim !== undefined)
      acts.push([
        { type: 'ConditionEvidenceRejected', data: { ...about, evidence: claim, reason: words(scene) } },
      ]);
    if (due === undefined) continue;
    acts.push([
      { type: 'ConditionExtended', data: { ...about, due: addDays(due, 3), reason: words(scene) } },
    ]);
    if (scene.at > due)
      acts.push([
        { type: 'ConditionBreached', data: { ...about, due } },
        { type: 'DecisionSuspended', data: { decision: id, why: 'condition-overdue', condition } },
      ]);
  }
  return acts;
}
