import type { Phase, ReviewState } from '../../../projections/review-state/state.ts';
import { standingOfDecision } from '../../../projections/standing.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { type Decided, decided } from '../decided.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { enter, requirePhase } from '../gate.ts';
import { invalidCommand, requireGiven } from '../rules.ts';
import { standingLines } from '../standing-lines.ts';

/** Sent back before a panel sat; the reasons say what a new submission would need. */
export function sendBack(
  asked: AskedOf<'return-submission'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  requirePhase(state, ['submitted', 'screening'], rules);
  const { reasons } = asked.data;
  requireGiven(asked.name, { reasons }, circumstances);
  const data = { ...(reasons === undefined ? {} : { reasons }) };
  return decided(acting, rules.broke(), [{ type: 'SubmissionReturned', data }], { version: state.version });
}

/** Withdrawn by the submitter while no decision has been issued, or after one that only deferred. */
export function withdraw(
  asked: AskedOf<'withdraw-submission'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  const proposed = state.proposals.some(({ withdrawn }) => !withdrawn);
  const before: readonly Phase[] = ['submitted', 'screening', 'review'];
  requirePhase(state, proposed ? [...before, 'decision'] : before, rules);
  const { reason } = asked.data;
  const data = { ...(reason === undefined ? {} : { reason }) };
  return decided(acting, rules.broke(), [{ type: 'SubmissionWithdrawn', data }], { version: state.version });
}

/** Closed by the secretary once it has run its course; what was returned, out of scope or withdrawn is closed already. */
export function close(
  asked: AskedOf<'close-submission'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  const { name, data } = asked;
  const decline = state.phase === 'decision' && state.proposals.every(({ withdrawn }) => withdrawn);
  requirePhase(state, decline ? ['decision', 'aftercare'] : ['aftercare'], rules);
  const accepted = reasonsToClose(state, circumstances.at);
  if (circumstances.imported === null && !accepted.includes(data.why)) {
    throw invalidCommand(name, 'why', `the case as it stands can be closed as ${accepted.join(' or ')}`);
  }
  const { why, note } = data;
  return decided(
    acting,
    rules.broke(),
    [{ type: 'SubmissionClosed', data: { why, ...(note === undefined ? {} : { note }) } }],
    { version: state.version },
  );
}

type Why = AskedOf<'close-submission'>['data']['why'];

/** What became of the decision says why a case ends; one still in force ends with the use itself. */
function reasonsToClose({ decision, phase }: ReviewState, at: string): readonly Why[] {
  if (phase === 'decision') return ['declined'];
  if (decision?.superseded) return ['superseded'];
  if (decision?.revoked) return ['revoked'];
  if (decision !== null && standingOfDecision(decision, at) === 'lapsed') return ['lapsed'];
  return ['completed', 'retired'];
}

/** Back to before the panel: what was decided stays decided, and a panel convened anew judges the case. */
export function reopen(
  asked: AskedOf<'reopen-submission'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  requirePhase(state, ['closed'], rules);
  const { reason } = asked.data;
  requireGiven(asked.name, { reason }, circumstances);
  const data = { ...standingLines(state, facts), ...(reason === undefined ? {} : { reason }) };
  return decided(acting, rules.broke(), [{ type: 'SubmissionReopened', data }], { version: state.version });
}
