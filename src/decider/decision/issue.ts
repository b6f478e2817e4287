import type { EventOf } from '../../../events/catalogue.ts';
import type { Evaluation } from '../../../events/decision.ts';
import { createdId } from '../../../events/derived-ids.ts';
import { LedgerError } from '../../../events/errors.ts';
import { upperBound } from '../../../events/time.ts';
import {
  currentEvaluator,
  deferralEvaluators,
  evaluators,
} from '../../../projections/evaluator/evaluators.ts';
import { failingAtoms, isAllowed } from '../../../projections/evaluator/outcomes.ts';
import type { ReviewState } from '../../../projections/review-state/state.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { type Decided, decided } from '../decided.ts';
import type { Circumstances, Facts } from '../facts.ts';
import { enter } from '../gate.ts';
import { requireOpenReview } from '../open-review.ts';
import { requireDeadline } from '../panel/deadline.ts';
import { invalidCommand, type Rules, requireGiven } from '../rules.ts';
import { conditionsOf } from './conditions.ts';
import { openings, sealed } from './openings.ts';
import { frameworkInForce, requireOutsider } from './wanted.ts';

type Issuing = AskedOf<'issue-decision'>;

/** Event ids that one evaluation may name, `Evaluation.inputs` in the schema. */
const INPUTS_LIMIT = 900;

/**
 * The decision, with its evaluation frozen inside, refused unless the rules allow the outcome at this instant. All but
 * `deferred` end the review and open every act of the panel in the same append. The openings come first, so that who
 * folds the log up to the decision holds just what was evaluated.
 */
export function issueDecision(
  asked: Issuing,
  state: ReviewState,
  facts: Facts,
  circumstances: Circumstances,
): Decided {
  const { rules, acting } = enter(asked, state, facts, circumstances);
  const { at, subject } = circumstances;
  const { outcome } = asked.data;
  requireOpenReview(state, rules);
  requireOutsider(asked, state, facts, rules);
  requireProposal(asked, state, subject, rules);
  const framework = frameworkInForce(state, facts);
  const { conditions, texts } = conditionsOf(asked, framework, state, facts, circumstances, rules);
  const terms = termsOf(asked, state, circumstances, rules);
  const evaluation =
    outcome === 'deferred'
      ? deferralEvaluators[currentEvaluator](framework, state, at)
      : evaluators[currentEvaluator](framework, state, at, conditions);
  if (evaluation === 'sealed') throw sealed(subject);
  requireAllowed(evaluation, outcome, rules);
  const { proposal, reasons } = asked.data;
  const issued: EventOf<'DecisionIssued'> = {
    type: 'DecisionIssued',
    data: {
      decision: createdId(circumstances.command, 'decision'),
      outcome,
      ...(proposal === undefined ? {} : { proposal }),
      evaluation,
      conditions,
      ...terms,
      ...(conditions.length === 0 ? {} : { texts }),
      ...(reasons === undefined ? {} : { reasons }),
    },
  };
  const [first, ...rest] = outcome === 'deferred' ? [] : openings(state, facts, subject);
  const reliance = { framework: framework.ref, version: state.version };
  return decided(acting, rules.broke(), first === undefined ? [issued] : [first, ...rest, issued], reliance);
}

function requireProposal(asked: Issuing, state: ReviewState, subject: string, rules: Rules): void {
  const { proposal: id, outcome } = asked.data;
  if (id === undefined) return;
  const proposal = state.proposals.find(({ event }) => event === id);
  if (proposal === undefined)
    throw new LedgerError('unknown-reference', `${id} is no proposal that awaits a decision`, {
      field: 'proposal',
      id,
    });
  rules.require(!proposal.withdrawn, () => alreadyWithdrawn(id));
  const { content } = proposal;
  if (content === 'sealed') throw sealed(subject);
  rules.require(content.outcome === outcome, () =>
    invalidCommand(asked.name, 'proposal', `it proposes ${content.outcome}, not ${outcome}`),
  );
}

export const alreadyWithdrawn = (proposal: string): LedgerError =>
  new LedgerError('already-done', `proposal ${proposal} is withdrawn`, { what: 'proposal', id: proposal });

function requireAllowed(evaluation: Evaluation, outcome: Issuing['data']['outcome'], rules: Rules): void {
  const inputs = evaluation.inputs.length;
  if (inputs > INPUTS_LIMIT)
    throw new LedgerError(
      'too-large',
      `the evaluation would name ${inputs} events; it may name ${INPUTS_LIMIT}`,
      {
        field: 'evaluation.inputs',
        bytes: inputs,
        limit: INPUTS_LIMIT,
      },
    );
  rules.require(isAllowed(evaluation, outcome), () => {
    const failing = failingAtoms(evaluation.atoms, outcome).map(({ atom }) => atom);
    const message = `${outcome} may not be issued: ${failing.join(', ')} ${failing.length === 1 ? 'does' : 'do'} not hold`;
    return new LedgerError('outcome-not-allowed', message, { outcome, failing });
  });
}

type Terms = Pick<EventOf<'DecisionIssued'>['data'], 'effective' | 'expires' | 'reReview' | 'deadline'>;

function termsOf(asked: Issuing, state: ReviewState, circumstances: Circumstances, rules: Rules): Terms {
  const { outcome, expires, reReview, deadline, reasons } = asked.data;
  const occurred = circumstances.imported?.occurred;
  const effective =
    asked.data.effective ?? (occurred === undefined ? null : upperBound(occurred)) ?? circumstances.at;
  const approval = outcome === 'approved' || outcome === 'approved-with-conditions';
  const need = (field: string, holds: boolean, rule: string): void =>
    rules.require(holds, () => invalidCommand(asked.name, field, rule));
  requireGiven(asked.name, { reasons }, circumstances);
  need(
    'effective',
    circumstances.imported !== null || effective >= circumstances.at,
    `not before ${circumstances.at}, when it is issued`,
  );
  need('expires', expires === undefined || approval, 'only an approval has a term');
  need('reReview', reReview === undefined || approval, 'only an approval is reviewed again');
  need(
    'expires',
    expires === undefined || expires > effective,
    `later than ${effective}, when it takes effect`,
  );
  need(
    'deadline',
    (deadline !== undefined) === (outcome === 'deferred'),
    'stands with deferred, and only there',
  );
  if (deadline !== undefined) {
    requireDeadline(deadline, circumstances, rules);
    need(
      'deadline.due',
      deadline.due !== state.panel?.deadline?.due,
      'a new one: a deferral goes on with the review',
    );
  }
  return {
    effective,
    ...(expires === undefined ? {} : { expires }),
    ...(reReview === undefined ? {} : { reReview }),
    ...(deadline === undefined ? {} : { deadline }),
  };
}
