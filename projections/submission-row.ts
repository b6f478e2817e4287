import type { FrameworkVersion } from './framework-versions.ts';
import type { Outcome, Phase, ReviewState, When } from './review-state/state.ts';
import { type Standing, type StandingFrom, standingAt, standingSchedule } from './standing.ts';
import { isWaiting, type Wait, type Waiting, withoutWindow } from './work-queue/waiting.ts';
import { waits } from './work-queue.ts';

/** One line of a list of submissions, as it is kept: whatever hangs on the clock keeps its windows. */
export interface SubmissionRow {
  readonly submission: string;
  readonly revision: number;
  readonly phase: Phase;
  readonly outcome: Outcome | null;
  readonly standings: readonly StandingFrom[];
  readonly waits: readonly Wait[];
  /** The framework's key; `framework` is the pinned version, once screening or convening named one. */
  readonly frameworkKey: string | null;
  readonly framework: string | null;
  readonly source: string | null;
  readonly riskTier: string | null;
  readonly track: string | null;
  readonly useCategory: string | null;
  readonly version: number;
  readonly received: When | null;
  readonly decided: When | null;
  readonly published: When | null;
  readonly lastAt: string | null;
  readonly due: string | null;
  readonly counts: {
    readonly versions: number;
    readonly seats: number;
    readonly judgments: number;
    readonly concerns: number;
    readonly comments: number;
    readonly decisions: number;
    readonly refusals: number;
  };
}

/** The same line at a reader's clock. */
export interface SubmissionLine extends Omit<SubmissionRow, 'standings' | 'waits'> {
  readonly standing: Standing;
  readonly waitingOn: readonly Waiting[];
}

export function submissionRow(
  submission: string,
  state: ReviewState,
  framework: FrameworkVersion | null,
): SubmissionRow {
  const decided = state.decision === null ? [] : [state.decision];
  return {
    submission,
    revision: state.revision,
    phase: state.phase,
    outcome: state.outcome,
    standings: standingSchedule(state),
    waits: waits(state, framework),
    frameworkKey: state.framework,
    framework: pinnedFramework(state),
    source: state.source,
    riskTier: state.screening?.riskTier ?? null,
    track: state.screening?.track ?? null,
    useCategory: state.useCategory,
    version: state.version,
    received: state.received?.when ?? null,
    decided: state.decision?.when ?? null,
    published: state.published?.when ?? null,
    lastAt: state.recordedAt,
    due: state.panel?.deadline?.due ?? null,
    counts: {
      versions: state.versions.length,
      seats: state.panel?.seats.length ?? 0,
      judgments: state.judgments.length,
      concerns: state.raised.length,
      comments: state.comments,
      decisions: state.pastDecisions.length + decided.length,
      refusals: state.refusals.length,
    },
  };
}

export function lineAt({ standings, waits: all, ...row }: SubmissionRow, at: string): SubmissionLine {
  const waitingOn = all.filter((each) => isWaiting(each, at)).map(withoutWindow);
  return { ...row, standing: standingAt(standings, at), waitingOn };
}

/** The version that the case is judged under: that of its panel, before that of its screening. */
export const pinnedFramework = (state: ReviewState): string | null =>
  state.panel?.framework ?? state.screening?.framework ?? null;

/** How somebody takes part in one submission. */
export interface Participation {
  readonly person: string;
  readonly as: 'submitter' | 'sponsor' | 'seat' | 'owner' | 'verifier' | 'fenced';
}

/** Everyone named in the state, by pseudonym; those fenced off appear as such beside what else they are. */
export function participations(state: ReviewState): readonly Participation[] {
  const seats = state.panel?.seats ?? [];
  const decisions = [...state.pastDecisions, ...(state.decision === null ? [] : [state.decision])];
  const conditions = decisions.flatMap(({ conditions: each }) => each);
  const found: readonly (readonly [string | null, Participation['as']])[] = [
    [state.submitter, 'submitter'],
    [state.sponsor, 'sponsor'],
    ...seats.flatMap(({ holder, convened }) => [[holder, 'seat'] as const, [convened, 'seat'] as const]),
    ...conditions.map(({ owner }) => [owner, 'owner'] as const),
    ...conditions.map(({ verifier }) => [verifier, 'verifier'] as const),
    ...state.fences.map(({ person }) => [person, 'fenced'] as const),
  ];
  const unique = new Map<string, Participation>();
  for (const [person, as] of found) if (person !== null) unique.set(`${as}/${person}`, { person, as });
  return [...unique.values()];
}
