import { z } from 'zod';
import { DecidedOutcome, Outcome } from '../../../events/decision.ts';
import { Visibility } from '../../../events/fields.ts';
import { Roles } from '../../../events/ids.ts';
import { ErasureGround } from '../../../events/record.ts';
import { turnTypes } from '../../members/turns.ts';
import { Phases } from '../parameters.ts';
import { Stamp } from './shapes.ts';

/** What is read of submissions and people, as programs get it. */

export const Shown = z
  .union([
    z.strictObject({ state: z.literal('opened'), text: z.string() }),
    z.strictObject({ state: z.enum(['erased', 'sealed']) }),
  ])
  .meta({ id: 'Shown', description: 'a text, or why there is none for you' });

const ErasedBy = z
  .strictObject({
    erasure: z.uuid(),
    event: z.uuid(),
    index: z.int().min(0),
    at: Stamp,
    ground: ErasureGround,
  })
  .meta({ id: 'ErasedBy', description: 'the entry by which a text was erased' });
const erased = ErasedBy.nullable()
  .optional()
  .meta({ description: 'with state `erased`; null where no entry says so' });

const ToldText = z
  .strictObject({
    state: z.enum(['opened', 'withheld', 'erased', 'not-given']),
    value: z.unknown(),
    erased,
  })
  .meta({ id: 'ToldText', description: 'what was said, or why it is not here' });

const told = {
  event: z.uuid(),
  at: Stamp,
  by: z.uuid().nullable().meta({ description: 'pseudonym' }),
  role: z.string(),
  team: z.string().nullable(),
};
const answered = { ...told, answer: ToldText };

const ToldCase = z
  .strictObject({
    requests: z.array(
      z.strictObject({
        ...told,
        due: Stamp.nullable(),
        questions: ToldText,
        answers: z.array(z.strictObject(answered)),
      }),
    ),
    comments: z.array(
      z.strictObject({
        ...told,
        visibility: Visibility,
        thread: z.uuid().nullable(),
        inReplyTo: z.uuid().nullable(),
        text: ToldText,
      }),
    ),
    judgments: z.array(
      z.strictObject({
        ...told,
        seat: z.string(),
        version: z.int(),
        withdrawn: Stamp.nullable(),
        judgment: ToldText,
        reasons: ToldText,
      }),
    ),
    concerns: z.array(
      z.strictObject({
        ...told,
        concern: z.uuid(),
        seat: z.string(),
        content: ToldText,
        statement: ToldText,
        answers: z.array(z.strictObject(answered)),
      }),
    ),
    screened: z.array(
      z.strictObject({
        ...told,
        scope: z.enum(['in', 'out']),
        presumed: z.array(z.string()).meta({ description: 'bright lines that it is presumed to cross' }),
        rebuttals: ToldText.meta({ description: 'for each of those, what would show that it does not' }),
        reasons: ToldText,
      }),
    ),
    turns: z.array(
      z
        .strictObject({
          ...told,
          what: z.enum(turnTypes),
          why: z.string().nullable(),
          condition: z.string().nullable(),
          until: Stamp.nullable().meta({ description: 'the new due date' }),
          reason: ToldText,
        })
        .meta({ id: 'ToldTurn', description: 'what else changed the course of a case, and why' }),
    ),
    returned: z.array(z.strictObject({ ...told, reasons: ToldText })),
    decisions: z.array(
      z.strictObject({
        ...told,
        decision: z.uuid(),
        outcome: DecidedOutcome,
        reasons: ToldText,
        texts: ToldText,
      }),
    ),
    dissents: z.array(z.strictObject({ ...told, seat: z.string(), text: ToldText })),
    evidence: z.array(
      z.strictObject({
        ...told,
        condition: z.string(),
        evidence: ToldText,
        rejected: ToldText.nullable(),
      }),
    ),
    published: z.array(z.strictObject({ ...told, title: ToldText, summary: ToldText, reasons: ToldText })),
    notes: z.array(
      z.strictObject({ ...told, note: z.strictObject({ about: z.uuid().optional(), text: z.string() }) }),
    ),
  })
  .meta({ id: 'ToldCase', description: 'what people said in a case, as far as you may read it' });

export const ShownPerson = z
  .strictObject({
    pseudonym: z.uuid(),
    is: z.array(z.string()),
    person: z.uuid().nullable(),
    name: Shown,
  })
  .meta({ id: 'ShownPerson' });

const Waiter = z.strictObject({
  roles: z.array(z.enum(Roles)),
  person: z.uuid().nullable(),
  seat: z.string().nullable(),
  team: z.string().nullable(),
});
const waiting = {
  who: Waiter,
  why: z.string(),
  about: z.string().nullable(),
  since: Stamp,
  due: Stamp.nullable(),
};

/** The state of a review, whose every part docs/events.md accounts for; what its reader may not open is `sealed`. */
const ReviewState = z
  .looseObject({
    revision: z.int(),
    phase: z.enum(Phases),
    outcome: Outcome.nullable(),
    version: z.int(),
    framework: z.string().nullable(),
    panel: z
      .looseObject({ framework: z.string(), seats: z.array(z.looseObject({ seat: z.string() })) })
      .nullable(),
    judgments: z.array(z.looseObject({ event: z.uuid(), seat: z.string() })),
    decision: z.looseObject({ decision: z.uuid(), outcome: DecidedOutcome }).nullable(),
  })
  .meta({ id: 'ReviewState' });

const as = z.array(z.enum(['submitter', 'sponsor', 'seat', 'owner', 'verifier', 'fenced']));

export const ShownCase = z
  .strictObject({
    submission: z.uuid(),
    at: Stamp,
    revision: z.int(),
    title: Shown,
    audience: Visibility.meta({ description: 'the most secret audience whose fields you may open here' }),
    as,
    seats: z.array(z.string()).meta({ description: 'the seats that you hold' }),
    standing: z.string(),
    flags: z.array(z.string()),
    progress: z.strictObject({ seats: z.int(), judged: z.int() }),
    state: ReviewState,
    fields: z.array(
      z.strictObject({
        field: z.string(),
        label: z.string().nullable(),
        audience: z.string(),
        state: z.enum(['opened', 'withheld', 'erased']),
        value: z.unknown(),
        erased,
      }),
    ),
    waiting: z.array(z.strictObject({ ...waiting, words: z.string(), mine: z.boolean() })),
    may: z.array(z.string()).meta({ description: 'commands that your roles and parts are given here' }),
    people: z.array(ShownPerson),
    told: ToldCase,
  })
  .meta({ id: 'Submission' });

const When = z.looseObject({ recordedAt: Stamp }).nullable();
export const ShownLine = z
  .strictObject({
    submission: z.uuid(),
    title: Shown,
    as,
    waitsForMe: z.array(z.string()),
    revision: z.int(),
    phase: z.enum(Phases),
    outcome: Outcome.nullable(),
    standing: z.string(),
    frameworkKey: z.string().nullable(),
    framework: z.string().nullable(),
    source: z.string().nullable(),
    riskTier: z.string().nullable(),
    track: z.string().nullable(),
    useCategory: z.string().nullable(),
    version: z.int(),
    received: When,
    decided: When,
    published: When,
    lastAt: Stamp.nullable(),
    due: Stamp.nullable(),
    counts: z.record(z.string(), z.int()),
  })
  .meta({ id: 'SubmissionLine' });

export const ShownWork = z
  .strictObject({ submission: z.uuid(), title: Shown, waiting: z.strictObject(waiting), words: z.string() })
  .meta({ id: 'Work' });

export const TimelineEntry = z
  .looseObject({
    index: z.int().nullable(),
    id: z.uuid(),
    revision: z.int(),
    type: z.string(),
    recordedAt: Stamp,
    by: z.uuid().nullable(),
    role: z.string(),
    says: z.looseObject({}),
  })
  .meta({ id: 'TimelineEntry' });

export const Explained = z
  .strictObject({
    submission: z.uuid(),
    at: Stamp,
    framework: z.string().nullable(),
    sealed: z.boolean(),
    decided: DecidedOutcome.nullable(),
    outcomes: z.array(
      z.strictObject({ outcome: DecidedOutcome, allowed: z.boolean(), failing: z.array(z.string()) }),
    ),
    needed: z.array(z.string()),
  })
  .meta({ id: 'Explanation' });

export const DirectoryPerson = z
  .strictObject({
    person: z.uuid(),
    name: Shown,
    kind: z.enum(['human', 'organisation', 'service']),
    roles: z.array(z.enum(Roles)),
    teams: z.array(z.string()),
    registeredAt: Stamp,
    source: z.string().nullable(),
  })
  .meta({ id: 'Person' });
