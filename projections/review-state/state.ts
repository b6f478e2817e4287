import type { Condition, DecidedOutcome, Evaluation, Outcome, Proposal } from '../../events/decision.ts';
import type { Deadline } from '../../events/panel.ts';
import type { ConcernContent, JudgmentContent, VoteContent } from '../../events/review.ts';
import type { SubmissionFields } from '../../events/submission-fields.ts';
import type { Occurred } from '../../events/time.ts';

export type Phase = 'submitted' | 'screening' | 'review' | 'decision' | 'aftercare' | 'closed';
export type { Outcome };

/** When something was recorded, and when it happened where that differs. */
export interface When {
  readonly recordedAt: string;
  readonly occurred?: Occurred;
}

/** Content that the reader cannot open: the review is open, or the disclosure is withheld. */
export type Sealable<T> = T | 'sealed';

export interface VersionState {
  readonly version: number;
  readonly event: string;
  readonly when: When;
  readonly material: boolean;
  readonly changed: readonly string[];
}

export interface Screening {
  readonly event: string;
  readonly when: When;
  readonly version: number;
  readonly framework: string;
  readonly scope: 'in' | 'out';
  readonly riskTier: string | null;
  readonly track: string | null;
  /** Prohibitions presumed crossed; they stand until every required team has found `meets`. */
  readonly presumed: readonly string[];
  /** The events that added to `presumed` since: a panel that was dissolved, or a case reopened, while a `prohibits` stood. */
  readonly added: readonly string[];
}

export interface InformationRequest {
  readonly event: string;
  readonly when: When;
  readonly due: string | null;
  readonly answer: string | null;
}

/** One recusal of one holder of a seat; `lifted` is when somebody else lifted it. */
export interface Recusal {
  readonly event: string;
  readonly kind: 'self' | 'directed' | 'computed';
  readonly holder: string | null;
  readonly at: string;
  readonly lifted: string | null;
}

export interface Interest {
  readonly event: string;
  readonly at: string;
  readonly kind: 'none' | 'declared';
  /** A declared interest keeps content closed until somebody else clears it. */
  readonly cleared: boolean;
}

export interface SeatState {
  readonly seat: string;
  readonly team: string | null;
  readonly capacity: string | null;
  /** Who was seated when the panel convened; history does not move when people move. */
  readonly convened: string | null;
  /** Who holds the seat now. A recused or departed holder stays named here until an alternate sits. */
  readonly holder: string | null;
  readonly status: 'sitting' | 'recused' | 'vacant';
  /** When the present holder or status began. */
  readonly since: string;
  readonly interest: Interest | null;
  /** All recusals on this seat, oldest first. */
  readonly recusals: readonly Recusal[];
  /** The events that changed who sits here, oldest first. */
  readonly changes: readonly string[];
}

export interface PanelState {
  readonly panel: number;
  readonly event: string;
  readonly when: When;
  readonly framework: string;
  /** |S| is the length of this list and never changes. */
  readonly seats: readonly SeatState[];
  readonly deadline: Deadline | null;
  /** The event that set the deadline; the convening itself where it did. */
  readonly deadlineSet: string | null;
  readonly extensions: number;
}

export interface JudgmentState {
  readonly event: string;
  readonly revision: number;
  readonly seat: string;
  /** Null only in imported history. */
  readonly holder: string | null;
  readonly at: string;
  readonly version: number;
  /** True when `version` was the current one at its recording; only imported history may differ. */
  readonly onCurrent: boolean;
  /** The event that withdrew it. */
  readonly withdrawn: string | null;
  readonly content: Sealable<JudgmentContent>;
  readonly opened: boolean;
}

/** A concern raised by itself; one carried by a judgment is inside the judgment's content. */
export interface RaisedConcern {
  readonly concern: string;
  readonly event: string;
  readonly revision: number;
  readonly seat: string;
  readonly holder: string | null;
  readonly at: string;
  readonly content: Sealable<ConcernContent>;
  readonly opened: boolean;
}

/** What was done about a concern, whether or not the reader knows the concern itself. */
export interface ConcernAct {
  readonly concern: string;
  readonly event: string;
  readonly at: string;
  readonly kind: 'answered' | 'withdrawn' | 'adopted' | 'overruled';
  readonly seat: string | null;
  readonly holder: string | null;
}

export interface VoteState {
  readonly concern: string;
  readonly event: string;
  readonly seat: string;
  readonly holder: string | null;
  readonly at: string;
  readonly content: Sealable<VoteContent>;
  readonly opened: boolean;
}

export interface ProposalState {
  readonly event: string;
  readonly when: When;
  readonly by: string | null;
  readonly content: Sealable<Proposal>;
  readonly withdrawn: boolean;
}

export interface EvidenceState {
  readonly event: string;
  readonly at: string;
  readonly rejected: boolean;
}

export interface ConditionState extends Condition {
  readonly evidence: readonly EvidenceState[];
  readonly verified: string | null;
  /** The breach that holds now; a verification ends it. */
  readonly breached: string | null;
}

/** Suspended by a broken condition until that one is verified, or, without one, until somebody reinstates it. */
export interface Suspension {
  readonly event: string;
  readonly at: string;
  readonly condition: string | null;
}

export interface DecisionState {
  readonly decision: string;
  readonly event: string;
  readonly when: When;
  readonly outcome: DecidedOutcome;
  readonly version: number;
  readonly evaluation: Evaluation;
  readonly conditions: readonly ConditionState[];
  readonly effective: string;
  readonly expires: string | null;
  readonly reReview: string | null;
  readonly dissents: readonly { readonly event: string; readonly seat: string }[];
  /** The oldest suspension that still holds. */
  readonly suspended: Suspension | null;
  /** Every suspension that still holds, oldest first: a decision stands again when none is left. */
  readonly suspensions: readonly Suspension[];
  readonly expired: string | null;
  readonly revoked: { readonly event: string; readonly when: When } | null;
  readonly superseded: string | null;
}

/** A person who may not see or act on the submission any more. Outlives the panel on which it arose. */
export interface Fence {
  readonly person: string;
  readonly seat: string;
  readonly kind: 'self' | 'directed' | 'computed';
  readonly event: string;
}

/** Someone tried what separation of duties or a fence forbids. At most one is recorded per person, rule and day. */
export interface RefusalState {
  readonly event: string;
  readonly person: string;
  readonly rule: string;
  readonly act: string;
  readonly day: string;
}

/**
 * What one submission's stream adds up to: the state that the rules judge by and that pages show. It holds ids,
 * times and rule fields, never prose or names. Seats, judgments and concerns are those of the present panel.
 */
export interface ReviewState {
  readonly revision: number;
  readonly recordedAt: string | null;
  readonly received: { readonly event: string; readonly when: When } | null;
  /** The source whose import opened the stream. */
  readonly source: string | null;
  /** Imported acts are accepted until the first native one. */
  readonly nativeSince: number | null;
  readonly framework: string | null;
  readonly submitter: string | null;
  readonly sponsor: string | null;
  readonly useCategory: string | null;
  readonly phase: Phase;
  readonly outcome: Outcome | null;
  /** 0 before the submission is received. */
  readonly version: number;
  /** The newest material version: judgments on an older one are stale. */
  readonly materialVersion: number;
  readonly versions: readonly VersionState[];
  readonly fields: SubmissionFields;
  readonly screening: Screening | null;
  readonly requests: readonly InformationRequest[];
  readonly panels: number;
  readonly panel: PanelState | null;
  readonly judgments: readonly JudgmentState[];
  readonly raised: readonly RaisedConcern[];
  readonly concernActs: readonly ConcernAct[];
  readonly votes: readonly VoteState[];
  readonly proposals: readonly ProposalState[];
  readonly decision: DecisionState | null;
  readonly pastDecisions: readonly DecisionState[];
  readonly published: { readonly event: string; readonly when: When } | null;
  readonly fences: readonly Fence[];
  readonly refusals: readonly RefusalState[];
  readonly comments: number;
  readonly withdrawn: { readonly event: string; readonly when: When } | null;
  readonly closed: { readonly event: string; readonly when: When; readonly why: string } | null;
}

/** What a panel has said when it begins, and what is left of it when it ends. */
export const nothingJudged: Pick<
  ReviewState,
  'judgments' | 'raised' | 'concernActs' | 'votes' | 'proposals'
> = { judgments: [], raised: [], concernActs: [], votes: [], proposals: [] };

export const initialReviewState: ReviewState = {
  revision: -1,
  recordedAt: null,
  received: null,
  source: null,
  nativeSince: null,
  framework: null,
  submitter: null,
  sponsor: null,
  useCategory: null,
  phase: 'submitted',
  outcome: null,
  version: 0,
  materialVersion: 0,
  versions: [],
  fields: {},
  screening: null,
  requests: [],
  panels: 0,
  panel: null,
  ...nothingJudged,
  decision: null,
  pastDecisions: [],
  published: null,
  fences: [],
  refusals: [],
  comments: 0,
  withdrawn: null,
  closed: null,
};
