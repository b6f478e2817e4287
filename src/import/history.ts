import { z } from 'zod';
import { PersonKind } from '../../events/directory.ts';
import { FrameworkDefinition } from '../../events/framework.ts';
import { Key, Line } from '../../events/ids.ts';
import { Occurred } from '../../events/time.ts';
import * as aftercare from '../commands/aftercare.ts';
import type { CommandName } from '../commands/catalogue.ts';
import * as decisions from '../commands/decision.ts';
import * as framework from '../commands/framework.ts';
import * as panel from '../commands/panel.ts';
import * as review from '../commands/review.ts';
import * as submission from '../commands/submission.ts';
import {
  concern,
  decision,
  entry,
  person,
  type ReferenceMap,
  referencesOf,
  SourceName,
  successor,
} from './references.ts';

const [dated, , span] = Occurred.options;
const timeRule =
  'an instant (2024-03-01T09:00:00.000Z), a day, a month, or {from, to} with from not after to';
/** When it happened, as precisely as the source knows it. */
const At = z.union([dated, span], { error: timeRule }).describe(`${timeRule}; leave out what is not known`);

/** What every act carries beside its own fields. */
const frame = {
  key: SourceName.describe('names the act, stable and unique in its source'),
  at: At.exactOptional(),
  by: person('the key of the person whose act the source says it is').exactOptional(),
  as: Key.describe('the capacity in which the source says the person acted').exactOptional(),
};
const onSubmission = { submission: SourceName.describe('the id that the source gives the submission') };

const Frame = z.object({ act: z.string(), ...frame, submission: SourceName.exactOptional() });
/** An act's frame: which act, on what, by whom, when. */
export type Frame = z.infer<typeof Frame>;
const frameNames: ReadonlySet<string> = new Set(Object.keys(Frame.shape));

/** One line of a history file, checked by itself. */
export interface Act {
  readonly frame: Frame;
  /** The act's own fields, as its schema lets them through. */
  readonly fields: { readonly [name: string]: unknown };
  readonly spec: ActSpec;
}

export interface ActSpec {
  readonly name: string;
  /** The command that it becomes; a `framework` act proposes, and then publishes. */
  readonly command: CommandName;
  readonly on: 'submission' | 'directory' | 'framework';
  readonly schema: z.ZodObject;
  readonly references: ReferenceMap | null;
}

function act(
  name: string,
  command: CommandName,
  on: ActSpec['on'],
  summary: string,
  fields: z.ZodRawShape,
): ActSpec {
  const schema = z
    .strictObject({
      act: z.literal(name),
      ...frame,
      ...(on === 'submission' ? onSubmission : {}),
      ...fields,
    })
    .describe(summary);
  return { name, command, on, schema, references: referencesOf(schema) };
}

/** An act on a submission has its command's name and fields; a field that holds an id of ours holds a key instead. */
const onCase = (
  { name, data }: { readonly name: CommandName; readonly data: z.ZodObject },
  summary: string,
  keyed: z.ZodRawShape = {},
  left: readonly string[] = [],
): ActSpec => {
  const own = Object.entries(data.shape).filter(([field]) => !left.includes(field));
  return act(name, name, 'submission', summary, { ...Object.fromEntries(own), ...keyed });
};

/** The source's key is taken from the act itself; attachments have no place in a file of lines. */
const apart = ['attachments', 'sourceKey'];
const convened = panel.ConvenePanel.data.shape.seats.element;
const Seats = z
  .array(z.strictObject({ ...convened.shape, holder: person().exactOptional() }))
  .min(1)
  .max(60);
const wanted = decisions.ProposeDecision.data.shape.conditions.unwrap().element;
const Conditions = z.array(z.strictObject({ ...wanted.shape, owner: person(), verifier: person() })).max(40);
const conditions = { conditions: Conditions.exactOptional() };
const judged = review.RecordJudgment.data.shape.concern.unwrap();
const Concern = z.strictObject({ ...judged.shape, again: concern().exactOptional() });

export const actSpecs: readonly ActSpec[] = [
  act('person', 'register-person', 'directory', 'a person, body or program that other acts name', {
    person: SourceName.describe('the key by which the source knows them'),
    kind: PersonKind,
    name: Line,
    address: Line.exactOptional(),
  }),
  act('team', 'join-team', 'directory', 'a person joins a team', { person: person(), team: Key }),
  act('framework', 'publish-framework', 'framework', 'a version of a framework is proposed and published', {
    definition: FrameworkDefinition,
    summary: framework.ProposeFramework.data.shape.summary,
  }),
  onCase(
    submission.ReceiveSubmission,
    'a case is put up for review',
    { sponsor: person().exactOptional() },
    apart,
  ),
  onCase(submission.ReviseSubmission, 'its content changes', {}, apart),
  onCase(submission.ReturnSubmission, 'it is sent back before a panel sat'),
  onCase(submission.RequestInformation, 'the submitter is asked for more'),
  onCase(
    submission.ProvideInformation,
    'the submitter answers',
    { request: entry('request-information') },
    apart,
  ),
  onCase(submission.ScreenSubmission, 'it is sorted: in or out of scope, and how risky'),
  onCase(submission.WithdrawSubmission, 'the submitter takes it back'),
  onCase(submission.CloseSubmission, 'the case ends'),
  onCase(submission.ReopenSubmission, 'the case is opened again'),
  onCase(submission.CorrectEntry, 'how an earlier act should read', { entry: entry() }),
  onCase(panel.ConvenePanel, 'who reviews it', { seats: Seats }),
  onCase(panel.DeclineSeat, 'a holder declines the seat'),
  onCase(panel.VacateSeat, 'a seat becomes vacant'),
  onCase(panel.SeatAlternate, 'somebody else takes over a seat', { holder: person() }),
  onCase(panel.DeclareInterest, 'what a holder has to do with the case'),
  onCase(panel.ClearInterest, 'a declared interest does not stand in the way', {
    declaration: entry('declare-interest'),
  }),
  onCase(panel.RecuseReviewer, 'a holder steps back, or has to'),
  onCase(panel.LiftRecusal, 'a recusal is lifted'),
  onCase(panel.DissolvePanel, 'the panel ends without a decision'),
  onCase(panel.SetDueDate, 'the review gets its deadlines'),
  onCase(panel.ExtendDueDate, 'the deadlines move'),
  onCase(review.AddComment, 'somebody speaks', { inReplyTo: entry('add-comment').exactOptional() }),
  onCase(review.RecordJudgment, 'the findings and position of a seat', { concern: Concern.exactOptional() }),
  onCase(review.WithdrawJudgment, 'a judgment is withdrawn', { judgment: entry('record-judgment') }),
  onCase(review.RaiseConcern, 'a seat objects'),
  onCase(review.AnswerConcern, 'a concern is answered', { concern: concern() }),
  onCase(review.WithdrawConcern, 'a concern is withdrawn', { concern: concern() }),
  onCase(review.AdoptConcern, 'another seat makes a concern its own', { concern: concern() }),
  onCase(review.RecordConcernVote, 'a seat votes on overruling a concern', { concern: concern() }),
  onCase(review.AddAuditNote, 'an auditor notes something', { about: entry().exactOptional() }),
  onCase(decisions.ProposeDecision, 'a decision is proposed', conditions),
  onCase(decisions.WithdrawProposal, 'the proposal is withdrawn', { proposal: entry('propose-decision') }),
  onCase(decisions.IssueDecision, 'the case is decided', {
    ...conditions,
    proposal: entry('propose-decision').exactOptional(),
  }),
  onCase(decisions.RecordDissent, 'a seat would have decided otherwise', { decision: decision() }),
  onCase(decisions.PublishDecision, 'what the public is told'),
  onCase(aftercare.SubmitEvidence, 'how a condition is met', { decision: decision() }, apart),
  onCase(aftercare.RejectEvidence, 'the evidence does not do', {
    decision: decision(),
    evidence: entry('submit-evidence'),
  }),
  onCase(aftercare.VerifyCondition, 'a condition is verified', {
    decision: decision(),
    evidence: entry('submit-evidence').exactOptional(),
  }),
  onCase(aftercare.ExtendCondition, 'a condition gets more time', { decision: decision() }),
  onCase(aftercare.ReportBreach, 'a condition is breached', { decision: decision() }),
  onCase(aftercare.SuspendDecision, 'the decision is suspended', { decision: decision() }),
  onCase(aftercare.ReinstateDecision, 'it stands again', { decision: decision() }),
  onCase(aftercare.RevokeDecision, 'it is revoked', { decision: decision().exactOptional() }),
  // `by` is whose act it is, so what takes the decision's place has a name of its own here.
  onCase(aftercare.SupersedeDecision, 'another decision takes its place', {
    decision: decision(),
    by: frame.by,
    successor: successor(),
  }),
];

const specs: ReadonlyMap<string, ActSpec> = new Map(actSpecs.map((spec) => [spec.name, spec]));
export const actSpecOf = (name: string): ActSpec | undefined => specs.get(name);

/** An object that has passed its act's schema, in its two parts. */
export function actOf(spec: ActSpec, passed: { readonly [name: string]: unknown }): Act {
  const fields = Object.entries(passed).filter(([name]) => !frameNames.has(name));
  return { frame: Frame.parse(passed), fields: Object.fromEntries(fields), spec };
}

/** The format of one line as a JSON Schema of draft 2020-12: what `govledger schema history` prints. */
export function historyJsonSchema(): object {
  const [first, ...rest] = actSpecs.map(({ schema }) => schema);
  if (first === undefined) throw new TypeError('a history has acts');
  const line = z.discriminatedUnion('act', [first, ...rest]);
  return {
    title: 'One line of a govledger history file (NDJSON): one act',
    ...z.toJSONSchema(line, { target: 'draft-2020-12' }),
  };
}
