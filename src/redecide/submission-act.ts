import type { DecidedOutcome } from '../../events/decision.ts';
import { hasSealed } from '../../projections/evaluator/evaluate.ts';
import type { FrameworkState, FrameworkVersion } from '../../projections/framework-versions.ts';
import type { RecordedSubmissionEvent } from '../../projections/review-state/evolve.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import type { CommandName } from '../commands/catalogue.ts';
import type { Circumstances, EntryFact, Facts } from '../decider/facts.ts';
import { type Append, eventsOf, headOf } from './append.ts';
import type { Content } from './asked/review.ts';
import { tellingOf } from './asked/telling.ts';
import { enact, type Telling } from './enact.ts';
import { gateFaults } from './gate-only.ts';
import { plainCircumstances } from './plain-circumstances.ts';
import { plainFacts } from './plain-facts.ts';
import type { Checked, Fault } from './report.ts';
import type { Scene } from './scene.ts';
import { neutralContent, withoutSealed } from './unread.ts';

export type SubmissionAppend = Append<RecordedSubmissionEvent>;

/** One act on a submission, with all that it is decided again on. */
export interface SubmissionAct {
  readonly append: SubmissionAppend;
  readonly scene: Scene;
  readonly state: ReviewState;
  /** The version under which the panel sits. */
  readonly framework: FrameworkVersion | undefined;
  /** What the log has opened of acts, by their events; and with which salts. */
  readonly contents: ReadonlyMap<string, Content>;
  readonly salts: ReadonlyMap<string, string>;
  readonly entry: (id: string) => EntryFact | undefined;
}

const onConcerns: readonly CommandName[] = [
  'answer-concern',
  'withdraw-concern',
  'adopt-concern',
  'record-concern-vote',
];
const onPanels: readonly CommandName[] = ['dissolve-panel', 'reopen-submission'];
/** What a proposal's conditions may break stays sealed with them. */
const ofProposals = ['SOD-2', 'SOD-9', 'fenced', 'invalid-command'] as const;

/** The act, decided again on a state that holds what it read. Adds to the scene's doubts what is sealed for good. */
export function checkAct(act: SubmissionAct): Checked {
  const { append, scene, contents } = act;
  const head = headOf(append);
  const telling = tellingIn(act);
  if (telling === null) return { faults: [unasked(head)], doubts: scene.doubts };
  const { state, skipped, unaskable } = readableOf(act, telling.name);
  const circumstances = circumstancesOf(head, contents.get(head.id));
  const recorded = eventsOf(append);
  const faults = kindest(act, (facts) =>
    enact({ telling, state, facts, circumstances, recorded, skipped, unaskable }),
  );
  if (head.type === 'ActRefused') scene.doubts.add('refusal');
  if (telling.name !== 'correct-entry' || !faults.some(({ rule }) => rule === 'invalid-command'))
    return { faults, doubts: scene.doubts };
  // Which part of a text is corrected is sealed with it, and whether that can be is asked of the part.
  scene.doubts.add('sealed');
  return { faults: faults.filter(({ rule }) => rule !== 'invalid-command'), doubts: scene.doubts };
}

/** An act of a review that was never opened: all is asked but what it says. */
export function checkSealedAct(act: SubmissionAct): Checked {
  const { append, scene, state, framework } = act;
  scene.doubts.add('sealed');
  const head = headOf(append);
  const content = neutralContent(head, framework);
  const contents = content === undefined ? act.contents : new Map([[head.id, content]]);
  const neutral = { ...act, contents };
  const telling = tellingIn(neutral);
  if (telling === null || !onConcerns.includes(telling.name)) return checkAct(neutral);
  const circumstances = circumstancesOf(head, content);
  const faults = kindest(act, (facts) => gateFaults(telling, state, facts, circumstances, head));
  return { faults, doubts: scene.doubts };
}

/** The command of which the append is the outcome; null where none begins so. */
export const tellingIn = ({
  append,
  state,
  framework,
  contents,
}: Pick<SubmissionAct, 'append' | 'state' | 'framework' | 'contents'>): Telling | null =>
  tellingOf(append, { state, framework, content: contents.get(headOf(append).id) });

export const unasked = ({ type }: RecordedSubmissionEvent): Fault => ({
  what: 'unasked',
  says: `no command comes to ${type} alone`,
});

/** The state as far as the act can be asked on it, and what of it depends on texts that nobody has opened. */
function readableOf({ append, state, scene, framework }: SubmissionAct, name: CommandName) {
  // The evaluation is compared part by part elsewhere.
  const skipped = new Set(['evaluation']);
  const unaskable = new Set(scene.unaskable);
  if (name === 'propose-decision') {
    scene.doubts.add('sealed');
    for (const rule of ofProposals) unaskable.add(rule);
  }
  const issued = eventsOf(append).find((event) => event.type === 'DecisionIssued');
  if (issued?.type === 'DecisionIssued')
    return { state: withProposal(state, issued.data), skipped, unaskable };
  if (!onPanels.includes(name) || !hasSealed(state)) return { state, skipped, unaskable };
  scene.doubts.add('sealed');
  skipped.add('presumed');
  return { state: withoutSealed(state, framework), skipped, unaskable };
}

/** What a proposal proposed stays sealed for good; that it proposed what was issued is taken as given. */
function withProposal(
  state: ReviewState,
  { proposal, outcome }: { readonly proposal?: string; readonly outcome: DecidedOutcome },
): ReviewState {
  if (proposal === undefined) return state;
  const proposals = state.proposals.map((each) =>
    each.event === proposal ? { ...each, content: { outcome, conditions: [] } } : each,
  );
  return { ...state, proposals };
}

/** The faults on the framework as it stood, or none where it stood otherwise a moment before and the act fits that. */
function kindest(act: SubmissionAct, check: (facts: Facts) => readonly Fault[]): readonly Fault[] {
  const [now, ...before] = act.scene.frameworks.map((frameworks) => factsOf(act, frameworks));
  if (now === undefined) return [];
  const faults = check(now);
  return faults.length > 0 && before.some((facts) => check(facts).length === 0) ? [] : faults;
}

const factsOf = ({ scene, entry, salts }: SubmissionAct, frameworks: FrameworkState): Facts =>
  plainFacts({
    actor: scene.actor,
    people: scene.people,
    belongs: scene.belongs,
    frameworks,
    entry,
    ruleSalt: (event) => salts.get(event),
    founders: scene.founders,
  });

function circumstancesOf(event: RecordedSubmissionEvent, content: Content | undefined): Circumstances {
  const raised = event.type === 'ConcernRaised' ? event.data.concern : null;
  const carried = content !== undefined && 'concern' in content ? content.concern?.concern : undefined;
  return { ...plainCircumstances(event), sealedId: raised ?? carried ?? '' };
}
