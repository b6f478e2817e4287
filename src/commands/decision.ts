import { z } from 'zod';
import { Condition, DecidedOutcome, DecisionIssued, DecisionPublished } from '../../events/decision.ts';
import { EventId, Key, PersonId, Prose, Uuid } from '../../events/ids.ts';
import { Deadline } from '../../events/panel.ts';
import { Instant } from '../../events/time.ts';
import { command } from './command.ts';

const ConditionWanted = z.strictObject({
  ...Condition.shape,
  owner: PersonId,
  verifier: PersonId,
  text: Prose.exactOptional(),
});
const Conditions = z.array(ConditionWanted).max(40);
const named = (data: { readonly conditions?: z.infer<typeof Conditions> }): readonly string[] =>
  (data.conditions ?? []).flatMap(({ owner, verifier }) => [owner, verifier]);

export const ProposeDecision = command(
  'submission',
  'propose-decision',
  z.strictObject({
    outcome: DecidedOutcome,
    conditions: Conditions.exactOptional(),
    reasons: Prose.exactOptional(),
  }),
  named,
);
export const WithdrawProposal = command(
  'submission',
  'withdraw-proposal',
  z.strictObject({ proposal: EventId, reason: Prose.exactOptional() }),
);
export const IssueDecision = command(
  'submission',
  'issue-decision',
  z.strictObject({
    outcome: DecidedOutcome,
    proposal: EventId.exactOptional(),
    conditions: Conditions.exactOptional(),
    effective: Instant.exactOptional(),
    expires: Instant.exactOptional(),
    reReview: Instant.exactOptional(),
    /** Required with `deferred`. */
    deadline: Deadline.exactOptional(),
    reasons: DecisionIssued.shape.data.shape.reasons,
  }),
  named,
);
export const RecordDissent = command(
  'submission',
  'record-dissent',
  z.strictObject({ decision: Uuid, seat: Key, text: Prose }),
);
const published = DecisionPublished.shape.data.shape;
export const PublishDecision = command(
  'submission',
  'publish-decision',
  z.strictObject({
    withheld: published.withheld.exactOptional(),
    reference: published.reference,
    title: published.title,
    summary: published.summary,
    reasons: published.reasons,
  }),
);
