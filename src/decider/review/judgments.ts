import { LedgerError } from '../../../events/errors.ts';
import type { JudgmentContent } from '../../../events/review.ts';
import { newestOf } from '../../../projections/evaluator/seats.ts';
import type { FrameworkVersion } from '../../../projections/framework-versions.ts';
import type { ReviewState, SeatState } from '../../../projections/review-state/state.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { actInstant } from '../act-instant.ts';
import { type Decided, decided } from '../decided.ts';
import { enterSeat } from '../enter-seat.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { requireHeldSeat, requireInTime, requireOpenSeat } from '../gate.ts';
import { panelFramework, requirePanel } from '../open-review.ts';
import { invalidCommand, type Rules, requireGiven } from '../rules.ts';
import { requireAllowance } from './allowance.ts';
import { requireFindings, requirePosition } from './content.ts';
import { requireCriterion, requireCurrent } from './current.ts';
import { openConcern } from './open-concern.ts';

type Asked = AskedOf<'record-judgment'>;

/** A seat judges the present version, and so takes the place of what it judged before. */
export function recordJudgment(
  asked: Asked,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting, seat } = enterSeat(asked, state, facts, circumstances);
  const { name, data } = asked;
  const panel = requirePanel(state, circumstances.subject);
  const framework = panelFramework(panel, facts);
  const at = actInstant(circumstances);
  if (at !== null) requireInTime(state, at, rules);
  requireOpenSeat(seat, facts, rules);
  requireAllowance(seat, state, panel, framework, rules);
  requireCurrent(asked, state, framework, circumstances, rules);
  requireFindings(name, data, framework, rules);
  requirePosition(data, framework, rules);
  requireReasons(asked, framework, circumstances);
  const concern = carriedConcern(asked, seat, state, framework, circumstances, rules);
  const earlier = newestBy(facts, seat, state);
  return decided(
    acting,
    rules.broke(),
    [
      {
        type: 'JudgmentRecorded',
        data: {
          seat: seat.seat,
          version: data.version,
          ...(data.criteria === undefined ? {} : { criteria: data.criteria }),
          ...(earlier === null ? {} : { supersedes: earlier }),
          judgment: {
            findings: data.findings,
            position: data.position,
            ...(concern === null ? {} : { concern }),
          },
          reasons: {
            ...data.reasons,
            ...(data.concern === undefined
              ? {}
              : { concern: data.concern.concern, resolvedIf: data.concern.resolvedIf }),
          },
        },
      },
    ],
    { framework: framework.ref, version: data.version },
  );
}

/** The newest judgment that the actor gave in the seat and did not take back. */
function newestBy(facts: Facts, seat: SeatState, state: ReviewState): string | null {
  const newest = newestOf(state, seat);
  const own = newest !== null && newest.withdrawn === null && newest.holder === facts.actor?.pseudonym;
  return own ? newest.event : null;
}

/** A reservation says why; reasons for single findings are about criteria that there are. */
function requireReasons(
  { name, data }: Asked,
  framework: FrameworkVersion,
  circumstances: Circumstances,
): void {
  if (data.position === 'reservation') {
    requireGiven(name, { 'reasons.summary': data.reasons?.summary }, circumstances);
  }
  for (const criterion of Object.keys(data.reasons?.perFinding ?? {})) {
    requireCriterion('reasons.perFinding', criterion, framework);
  }
}

/**
 * The concern that a block carries: a new one, or with `again` the seat's own open one, which so stays what it was.
 * @throws LedgerError `invalid-command`, `unknown-reference`, `not-permitted`, `concern-ended`, `review-sealed`
 */
function carriedConcern(
  { name, data }: Asked,
  seat: SeatState,
  state: ReviewState,
  framework: FrameworkVersion,
  circumstances: Circumstances,
  rules: Rules,
): NonNullable<JudgmentContent['concern']> | null {
  const { position, concern } = data;
  if (position === 'block') requireGiven(name, { concern }, circumstances);
  if (concern === undefined) return null;
  if (position !== 'block') {
    throw invalidCommand(
      name,
      'concern',
      `goes with the position block; beside ${position}, raise it by itself`,
    );
  }
  const { criterion, again } = concern;
  requireCriterion('concern.criterion', criterion, framework);
  if (again === undefined) return { concern: circumstances.sealedId, criterion };
  const standing = openConcern('concern.again', again, state, framework, circumstances, rules);
  rules.require(
    standing === null || standing.owner.seat === seat.seat,
    () =>
      new LedgerError('not-permitted', `concern ${again} belongs to seat ${standing?.owner.seat ?? ''}`, {
        command: name,
        accepted: ['reviewer'],
      }),
  );
  if (standing !== null && standing.criterion !== 'sealed' && standing.criterion !== criterion) {
    throw invalidCommand(name, 'concern.criterion', `the same concern is about ${standing.criterion}`);
  }
  return { concern: again, criterion };
}

/** The holder takes back their newest judgment. No older one counts again, and what stands by it still stands. */
export function withdrawJudgment(
  asked: AskedOf<'withdraw-judgment'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting, seat } = enterSeat(asked, state, facts, circumstances);
  requireHeldSeat(seat, facts, rules);
  const { judgment, reason } = asked.data;
  const known = state.judgments.some(({ event, seat: of }) => event === judgment && of === seat.seat);
  const newest = newestBy(facts, seat, state);
  const unknown = (): LedgerError =>
    new LedgerError(
      'unknown-reference',
      `judgment ${judgment} is not the newest that you gave in seat ${seat.seat}, which is ${newest ?? 'none'}`,
      { field: 'judgment', id: judgment },
    );
  if (!known) throw unknown();
  rules.require(newest === judgment, unknown);
  return decided(acting, rules.broke(), [
    {
      type: 'JudgmentWithdrawn',
      data: { seat: seat.seat, judgment, ...(reason === undefined ? {} : { reason }) },
    },
  ]);
}
