import type { FrameworkVersion } from '../../projections/framework-versions.ts';
import { isReviewOpen } from '../../projections/review-state/open.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import { type Flag, flagsOf, type Standing, standingOf } from '../../projections/standing.ts';
import { waitingInWords } from '../../projections/work-queue/in-words.ts';
import type { Waiting } from '../../projections/work-queue/waiting.ts';
import { waitingOn } from '../../projections/work-queue.ts';
import { type CommandName, commandNames, commandSpecs } from '../commands/catalogue.ts';
import { commandRules } from '../permissions/commands.ts';
import type { ErasedBy } from '../projector/answers.ts';
import type { Reading, Standing as ValueStanding } from './reader.ts';
import type { Sight } from './sight.ts';
import type { Viewer } from './viewer.ts';

export interface ShownField {
  readonly field: string;
  readonly label: string | null;
  readonly audience: string;
  readonly state: ValueStanding;
  readonly value: unknown;
  /** Where it is erased: by which entry; null where none says so. */
  readonly erased?: ErasedBy | null;
}

export interface ShownWaiting extends Waiting {
  readonly words: string;
  readonly mine: boolean;
}

/** What a submission is, as one viewer may see it: everything but its people and its talk. */
export interface ShownSubmission {
  readonly submission: string;
  readonly at: string;
  readonly revision: number;
  readonly audience: Sight['audience'];
  readonly as: Sight['as'];
  /** The seats that the viewer holds. */
  readonly seats: readonly string[];
  readonly standing: Standing;
  readonly flags: readonly Flag[];
  readonly state: ReviewState;
  readonly progress: { readonly seats: number; readonly judged: number };
  readonly fields: readonly ShownField[];
  readonly waiting: readonly ShownWaiting[];
  /** Commands that the viewer's roles and parts are given here; the rules of the moment may still refuse them. */
  readonly may: readonly CommandName[];
}

/** `framework` is the version that the case is judged under, or the newest one before that is settled. */
export function shownSubmission(
  viewer: Viewer,
  reading: Reading,
  framework: FrameworkVersion | null,
  at: string,
): ShownSubmission {
  const { submission, sight, state } = reading;
  return {
    submission,
    at,
    revision: state.revision,
    audience: sight.audience,
    as: sight.as,
    seats: seatsOf(sight, state),
    standing: standingOf(state, at),
    flags: flagsOf(state, at),
    state: seesPanel(sight) || !isReviewOpen(state) ? state : withoutPanel(state),
    progress: {
      seats: state.panel?.seats.length ?? 0,
      judged: new Set(state.judgments.filter(({ withdrawn }) => withdrawn === null).map(({ seat }) => seat))
        .size,
    },
    fields: fieldsOf(reading, framework),
    waiting: waitingFor(viewer, reading, framework, at),
    may: commandsFor(viewer, sight),
  };
}

export const seesPanel = ({ audience }: Sight): boolean => audience === 'panel' || audience === 'auditors';

const seatsOf = ({ pseudonym }: Sight, { panel }: ReviewState): readonly string[] =>
  (panel?.seats ?? []).filter(({ holder }) => holder === pseudonym).map(({ seat }) => seat);

/** Who is not of the panel hears how many have judged, never which seat, nor what was objected to or voted on. */
const withoutPanel = (state: ReviewState): ReviewState => ({
  ...state,
  judgments: [],
  votes: [],
  concernActs: state.concernActs.filter(({ kind }) => kind === 'answered'),
});

function fieldsOf({ state, values }: Reading, framework: FrameworkVersion | null): readonly ShownField[] {
  const terms = framework?.terms.fields ?? [];
  const order = terms.map(({ field }) => field);
  const rank = (field: string): number => (order.includes(field) ? order.indexOf(field) : order.length);
  return Object.entries(state.fields)
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([field, { audience, digest }]) => {
      const found = digest === undefined ? undefined : values.get(digest);
      return {
        field,
        label: terms.find((each) => each.field === field)?.label ?? null,
        audience,
        state: found?.state ?? 'withheld',
        value: found?.value ?? null,
        ...(found?.state === 'erased' ? { erased: found.erased ?? null } : {}),
      };
    });
}

function waitingFor(
  viewer: Viewer,
  { sight, state }: Reading,
  framework: FrameworkVersion | null,
  at: string,
): readonly ShownWaiting[] {
  const all = waitingOn(state, framework, at).map((waiting) => ({
    ...waiting,
    words: waitingInWords(waiting, framework),
    mine: isForMe(viewer, sight, waiting),
  }));
  // That a certain seat has not judged yet says that the others have.
  return seesPanel(sight)
    ? all
    : all.filter(({ mine, who }) => mine || who.person === null || who.seat === null);
}

/** What waits for me: by name while I am of the team, or by an office, where that may act on whose case it is. */
export function isForMe(
  viewer: Viewer,
  { pseudonym, as }: Pick<Sight, 'pseudonym' | 'as'>,
  { who, why }: Waiting,
): boolean {
  if (who.person !== null)
    return who.person === pseudonym && (who.team === null || viewer.teams.includes(who.team));
  if (!who.roles.some((role) => viewer.roles.includes(role))) return false;
  // The operator enters for others, and is not taken for whose case it is.
  const own = viewer.via !== 'operator' && (as.includes('submitter') || as.includes('sponsor'));
  return !(own && isSteering(why));
}

const isSteering = (why: string): boolean =>
  commandNames.some((name) => name === why && commandRules[name].steers === true);

function commandsFor({ roles, via }: Viewer, { as }: Pick<Sight, 'as'>): readonly CommandName[] {
  const own = as.includes('submitter') || as.includes('sponsor');
  return commandSpecs.flatMap(({ name, stream }) => {
    const { grants, steers, neverByOperator } = commandRules[name];
    const granted = grants.some(({ role, by }) =>
      by === 'directory' ? roles.includes(role) : as.some((each) => each === by),
    );
    const closed = via === 'operator' ? neverByOperator === true : own && steers === true;
    return granted && !closed && stream === 'submission' && name !== 'receive-submission' ? [name] : [];
  });
}
