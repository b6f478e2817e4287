import type { RecordedEvent } from '../../events/decode.ts';
import { type Audience, secrecy } from '../../events/fields.ts';
import { isReviewOpen } from '../../projections/review-state/open.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import { actingPerson } from '../../projections/review-state/when.ts';
import type { Sight } from './sight.ts';

/** What has to be known of a case to say what of it somebody may open. */
export interface Opener {
  readonly sight: Sight;
  /** The case as it is now, as far as the public log shows it. */
  readonly state: ReviewState;
  /** The entries of its stream by id, for what is said about an entry. */
  readonly entry: (id: string) => RecordedEvent | undefined;
  /** Whether the viewer ever held a seat of the case, on this panel or on one that was dissolved. */
  readonly hasSat: boolean;
  /** Judgments that a decision has opened in the log. */
  readonly opened: ReadonlySet<string>;
}

/** Whether somebody may open a sealed field of an event (DESIGN §5.3): the one rule that every answer and export asks. */
export function mayOpen(opener: Opener, event: RecordedEvent, audience: Audience): boolean {
  // The ledger's own: nobody opens it.
  if (audience === 'custodian') return false;
  const { sight } = opener;
  const isOwn = actingPerson(event) === sight.pseudonym;
  // Who is behind a pseudonym is for auditors, also in one's own entry.
  if (isOwn && audience !== 'auditors') return true;
  if (secrecy(audience) > secrecy(sight.audience)) return false;
  return isOwn || !isJudgedApart(opener, event);
}

/**
 * Until a decision opens the judgments, who sits, or has sat, judges before they read how others did: a panel that is
 * dissolved may be convened again with the same people. A word about a judgment is kept back as the judgment is. Concerns
 * that were raised by themselves and votes are what the panel talks about.
 */
function isJudgedApart({ sight, state, entry, hasSat, opened }: Opener, event: RecordedEvent): boolean {
  const about = event.type === 'EntryCorrected' ? entry(event.data.entry) : event;
  if (about === undefined || !isAboutJudgment(about, state)) return false;
  if (!hasSat || opened.has(about.id)) return false;
  // What was said about a concern is opened in the log by nobody; the end of the review ends its reason to be kept back.
  if (about.type !== 'JudgmentRecorded' && !isReviewOpen(state) && opened.size > 0) return false;
  return !hasJudged(sight, state);
}

/** A judgment, or what is said about a concern that came in one: it tells that its seat blocks. */
function isAboutJudgment(event: RecordedEvent, { raised }: ReviewState): boolean {
  if (event.type === 'JudgmentRecorded' || event.type === 'JudgmentWithdrawn') return true;
  if (
    event.type !== 'ConcernAnswered' &&
    event.type !== 'ConcernWithdrawn' &&
    event.type !== 'ConcernAdopted'
  )
    return false;
  const { concern } = event.data;
  return !raised.some((each) => each.concern === concern);
}

/** On what is now under review, and not taken back. */
const hasJudged = ({ pseudonym }: Sight, { judgments, materialVersion }: ReviewState): boolean =>
  judgments.some(
    ({ holder, withdrawn, version }) =>
      holder === pseudonym && withdrawn === null && version >= materialVersion,
  );
