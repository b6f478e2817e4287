import { LedgerError } from '../../events/errors.ts';
import type { ReviewState, SeatState } from '../../projections/review-state/state.ts';
import type { Asked, CommandName } from '../commands/catalogue.ts';
import type { Standing } from '../permissions/command-rules.ts';
import { commandRules } from '../permissions/commands.ts';
import type { Circumstances, Facts } from './facts.ts';
import { type Acting, permit } from './permit.ts';
import { type Rules, rulesFor, separation } from './rules.ts';

/** What every act on a submission has passed before its own rules are asked. */
export interface Entered {
  readonly rules: Rules;
  readonly acting: Acting;
  /** The seat that the command names, as it is now; null where it names none. */
  readonly seat: SeatState | null;
}

/**
 * The rules that hold for every act on a submission: that there is one, that imported and native history do not mix, that
 * a fenced person stays out, that the operator judges nothing, and that the actor may do this at all.
 * @throws LedgerError `not-found`, `already-exists`, `import-closed`, `fenced`, `separation-of-duties`,
 * `operator-cannot-vote`, `not-permitted`, `unknown-reference` for a seat that the panel does not have
 */
export function enter(asked: Asked, state: ReviewState, facts: Facts, circumstances: Circumstances): Entered {
  const rules = rulesFor(circumstances.imported !== null);
  refuseWrongStream(asked.name, state, circumstances);
  const actor = facts.actor?.pseudonym ?? null;
  if (circumstances.via === 'system') return { rules, acting: asSystem(asked.name), seat: null };
  refuseFenced(asked.name, state, actor, rules);
  rules.require(
    !(circumstances.via === 'operator' && commandRules[asked.name].neverByOperator === true),
    () =>
      new LedgerError(
        'operator-cannot-vote',
        `${asked.name} is a person's own act: it needs their token, not the operator's`,
        { command: asked.name },
      ),
  );
  // Whoever may not act at all learns nothing of the panel: the seat is looked up before, and missed after that.
  const seat = seatNamed(asked, state);
  const standings = standingsOf(asked, state, actor, seat, facts);
  const acting = permit(asked.name, facts.actor, { standings, team: seat?.team ?? null }, rules);
  // The operator enters what others do, and the log says so: as the submitter of record they stand for somebody else.
  if (circumstances.via !== 'operator') refuseOwnCase(asked.name, standings, rules);
  if (seat === null) refuseUnknownSeat(asked, state);
  return { rules, acting, seat };
}

/** @throws LedgerError `not-permitted` for an act that people do */
export const asSystem = (name: CommandName): Acting => {
  if (commandRules[name].bySystem === true) return { role: 'service', team: null };
  throw new LedgerError('not-permitted', `${name} is not the system's own`, { command: name, accepted: [] });
};

function refuseWrongStream(name: CommandName, state: ReviewState, circumstances: Circumstances): void {
  const { imported, subject } = circumstances;
  if (name === 'receive-submission') {
    if (state.received === null) return;
    throw new LedgerError('already-exists', `submission ${subject} has been received before`, {
      what: 'submission',
      id: subject,
    });
  }
  if (state.received === null) {
    throw new LedgerError('not-found', `there is no submission ${subject}`, {
      what: 'submission',
      id: subject,
    });
  }
  if (imported === null) return;
  if (state.source === imported.source && state.nativeSince === null) return;
  const stream = `submission-${subject}`;
  const why =
    state.source === imported.source
      ? 'people have gone on with it here'
      : `it was not opened by an import of ${imported.source}`;
  throw new LedgerError('import-closed', `nothing more can be imported into ${stream}: ${why}`, { stream });
}

function refuseFenced(name: CommandName, state: ReviewState, actor: string | null, rules: Rules): void {
  const fenced = state.fences.some(({ person }) => person === actor);
  rules.require(!(fenced && commandRules[name].liftsFences === true), () =>
    separation('SOD-7', 'nobody lifts or edits their own fence or seat', name),
  );
  rules.require(
    !fenced,
    () =>
      new LedgerError('fenced', 'you are recused from this submission; it is closed to you', {
        command: name,
      }),
  );
}

function refuseOwnCase(name: CommandName, standings: readonly Standing[], rules: Rules): void {
  const own = standings.includes('submitter') || standings.includes('sponsor');
  rules.require(!(own && commandRules[name].steers === true), () =>
    separation('SOD-1', 'submitter and sponsor do not steer the review of their own case', name),
  );
}

function seatNamed(asked: Asked, state: ReviewState): SeatState | null {
  if (!('seat' in asked.data)) return null;
  const key = asked.data.seat;
  return state.panel?.seats.find((candidate) => candidate.seat === key) ?? null;
}

/** @throws LedgerError `unknown-reference` */
function refuseUnknownSeat(asked: Asked, state: ReviewState): void {
  if (!('seat' in asked.data)) return;
  const key = asked.data.seat;
  const seats = state.panel?.seats.map((candidate) => candidate.seat).join(', ') ?? 'none: no panel sits';
  throw new LedgerError('unknown-reference', `seat ${key} is no seat of the panel; its seats: ${seats}`, {
    field: 'seat',
    id: key,
  });
}

function standingsOf(
  asked: Asked,
  state: ReviewState,
  actor: string | null,
  seat: SeatState | null,
  facts: Facts,
): readonly Standing[] {
  if (actor === null) return [];
  const standings: Standing[] = [];
  if (state.submitter === actor) standings.push('submitter');
  if (state.sponsor === actor) standings.push('sponsor');
  const holds = (candidate: SeatState): boolean =>
    candidate.holder === actor && candidate.status === 'sitting';
  const asHolder = seat ? [seat] : (state.panel?.seats ?? []);
  if (asHolder.some(holds)) standings.push('seat');
  if ('condition' in asked.data) {
    const { decision: id, condition: key } = asked.data;
    const decision = [state.decision, ...state.pastDecisions].find((each) => each?.decision === id);
    const condition = decision?.conditions.find((each) => each.condition === key);
    if (condition?.owner === actor) standings.push('owner');
    if (condition?.verifier === actor) standings.push('verifier');
  }
  if ('entry' in asked.data && facts.entry(asked.data.entry)?.by === actor) standings.push('self');
  return standings;
}

/**
 * What the holder of a seat must fulfil to act in it at all: to sit, and to be of its team still.
 * @throws LedgerError `seat-recused`, `seat-vacant`, `left-team`
 */
export function requireHeldSeat(seat: SeatState, facts: Facts, rules: Rules): void {
  const { seat: key, team } = seat;
  rules.require(
    seat.status !== 'recused',
    () =>
      new LedgerError('seat-recused', `seat ${key} is recused and cannot act on the submission`, {
        seat: key,
      }),
  );
  rules.require(
    seat.status !== 'vacant',
    () => new LedgerError('seat-vacant', `seat ${key} is vacant; an alternate can be seated`, { seat: key }),
  );
  rules.require(
    team === null || facts.actor?.teams.includes(team) === true,
    () =>
      new LedgerError('left-team', `seat ${key} is held for ${team ?? ''}, and you are no member of it`, {
        seat: key,
        team: team ?? '',
      }),
  );
}

/**
 * What the holder must fulfil to judge, object, vote or comment in the seat: to hold it, to have declared their interests
 * before content is served, and had a declared one cleared.
 * @throws LedgerError `seat-recused`, `seat-vacant`, `left-team`, `interest-undeclared`, `interest-uncleared`
 */
export function requireOpenSeat(seat: SeatState, facts: Facts, rules: Rules): void {
  requireHeldSeat(seat, facts, rules);
  const { seat: key } = seat;
  rules.require(
    seat.interest !== null,
    () =>
      new LedgerError(
        'interest-undeclared',
        `declare your interests for seat ${key} first, or that you have none`,
        {
          seat: key,
        },
      ),
  );
  rules.require(
    seat.interest?.cleared !== false,
    () =>
      new LedgerError(
        'interest-uncleared',
        `seat ${key} has declared an interest; somebody else has to clear it before content is open`,
        { seat: key },
      ),
  );
}

/** @throws LedgerError `wrong-phase`, naming the phases in which the act is accepted */
export function requirePhase(
  state: ReviewState,
  accepted: readonly ReviewState['phase'][],
  rules: Rules,
): void {
  rules.require(
    accepted.includes(state.phase),
    () =>
      new LedgerError(
        'wrong-phase',
        `the submission is in ${state.phase}; this is accepted in ${accepted.join(', ')}`,
        {
          phase: state.phase,
          accepted,
        },
      ),
  );
}

/** After the hard stop judgments, concerns, votes and comments are refused; one at that very instant is in time. @throws LedgerError `late` */
export function requireInTime(state: ReviewState, at: string, rules: Rules): void {
  const hardStop = state.panel?.deadline?.hardStop;
  rules.require(
    hardStop === undefined || at <= hardStop,
    () =>
      new LedgerError(
        'late',
        `the hard stop was ${hardStop ?? ''} and it is ${at}: this can no longer be recorded`,
        {
          at,
          hardStop: hardStop ?? '',
        },
      ),
  );
}
