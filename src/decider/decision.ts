import { LedgerError } from '../../events/errors.ts';
import { decisionsOf } from '../../projections/review-state/decision.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import type { AskedOf } from '../commands/catalogue.ts';
import { type Decided, decided } from './decided.ts';
import { conditionsOf } from './decision/conditions.ts';
import { alreadyWithdrawn, issueDecision } from './decision/issue.ts';
import { frameworkInForce, requireOutsider } from './decision/wanted.ts';
import type { Circumstances, Facts } from './facts.ts';
import { enter, requireHeldSeat } from './gate.ts';
import { requireOpenReview } from './open-review.ts';
import { invalidCommand } from './rules.ts';

type Asked = AskedOf<
  'propose-decision' | 'withdraw-proposal' | 'issue-decision' | 'record-dissent' | 'publish-decision'
>;

export function decideDecision(
  asked: Asked,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  switch (asked.name) {
    case 'propose-decision':
      return propose(asked, state, facts, circumstances);
    case 'withdraw-proposal':
      return withdraw(asked, state, facts, circumstances);
    case 'issue-decision':
      return issueDecision(asked, state, facts, circumstances);
    case 'record-dissent':
      return dissent(asked, state, facts, circumstances);
    case 'publish-decision':
      return publish(asked, state, facts, circumstances);
    default:
      return asked satisfies never;
  }
}

/** A proposal binds nobody: what may be issued is asked when it is. */
function propose(
  asked: AskedOf<'propose-decision'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  requireOpenReview(state, rules);
  requireOutsider(asked, state, facts, rules);
  const framework = frameworkInForce(state, facts);
  const { conditions, texts } = conditionsOf(asked, framework, state, facts, circumstances, rules);
  const { outcome, reasons } = asked.data;
  const proposal = { outcome, conditions };
  const data = { proposal, texts, ...(reasons === undefined ? {} : { reasons }) };
  return decided(acting, rules.broke(), [{ type: 'DecisionProposed', data }], {
    framework: framework.ref,
    version: state.version,
  });
}

/** By who proposed it, or the chair. */
function withdraw(
  asked: AskedOf<'withdraw-proposal'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  const { proposal: id, reason } = asked.data;
  const proposal = state.proposals.find(({ event }) => event === id);
  if (proposal === undefined)
    throw new LedgerError('unknown-reference', `${id} is no proposal that awaits a decision`, {
      field: 'proposal',
      id,
    });
  rules.require(!proposal.withdrawn, () => alreadyWithdrawn(id));
  const own = proposal.by !== null && proposal.by === facts.actor?.pseudonym;
  rules.require(
    own || facts.actor?.roles.includes('chair') === true,
    () =>
      new LedgerError('not-permitted', 'a proposal is withdrawn by who made it, or by the chair', {
        command: asked.name,
        accepted: ['chair'],
      }),
  );
  const data = { proposal: id, ...(reason === undefined ? {} : { reason }) };
  return decided(acting, rules.broke(), [{ type: 'DecisionProposalWithdrawn', data }]);
}

/** A seat of the panel that decided, which judged, would have decided otherwise. It says so once. */
function dissent(
  asked: AskedOf<'record-dissent'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting, seat } = enter(asked, state, facts, circumstances);
  const { decision: id, seat: key, text } = asked.data;
  if (seat !== null) requireHeldSeat(seat, facts, rules);
  const decision = decisionsOf(state).find((each) => each.decision === id);
  // A seat of a panel that was convened later did not sit when it was decided.
  const sat = state.panel !== null && decision?.evaluation.inputs.includes(state.panel.event);
  if (decision === undefined || !sat)
    throw new LedgerError('unknown-reference', `${id} is no decision of the panel in which ${key} sits`, {
      field: 'decision',
      id,
    });
  const judged = state.judgments.some(
    ({ seat: each, holder, withdrawn }) => each === key && holder === seat?.holder && withdrawn === null,
  );
  rules.require(
    judged,
    () => new LedgerError('not-judged', `seat ${key} did not judge, so it cannot dissent`, { seat: key }),
  );
  rules.require(
    !decision.dissents.some((each) => each.seat === key),
    () =>
      new LedgerError('already-done', `seat ${key} has dissented from ${id}`, { what: 'dissent', id: key }),
  );
  return decided(
    acting,
    rules.broke(),
    [{ type: 'DissentRecorded', data: { decision: id, seat: key, text } }],
    { version: decision.version },
  );
}

/** In imported history a publication may be known where the decision is not. */
function publish(
  asked: AskedOf<'publish-decision'>,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  const { withheld = [], ...told } = asked.data;
  const { decision } = state;
  rules.require(
    decision !== null,
    () =>
      new LedgerError('not-found', 'there is no decision yet that could be published', {
        what: 'decision',
        id: circumstances.subject,
      }),
  );
  const twice = withheld.find(({ field }, i) => withheld.findIndex((each) => each.field === field) < i);
  if (twice !== undefined)
    throw invalidCommand(asked.name, 'withheld', `${twice.field} stands there twice; one ground each`);
  const both = withheld.find(({ field }) => field in told);
  if (both !== undefined)
    throw invalidCommand(asked.name, 'withheld', `${both.field} is given, so it is not withheld`);
  const data = { ...(decision === null ? {} : { decision: decision.decision }), withheld, ...told };
  return decided(acting, rules.broke(), [{ type: 'DecisionPublished', data }]);
}
