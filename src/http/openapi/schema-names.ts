import type { z } from 'zod';
import { Condition, DecidedOutcome, Outcome } from '../../../events/decision.ts';
import { PersonKind } from '../../../events/directory.ts';
import { Actor, Envelope } from '../../../events/envelope.ts';
import { Visibility } from '../../../events/fields.ts';
import {
  Criterion,
  DecisionRules,
  Effect,
  FrameworkDefinition,
  FrameworkTerms,
  Scale,
  SubmissionField,
} from '../../../events/framework.ts';
import {
  FieldPath,
  FrameworkRef,
  Key,
  Line,
  Ordinal,
  Prose,
  Role,
  Sha256,
  Uuid,
} from '../../../events/ids.ts';
import { RootHash, VerifierKey } from '../../../events/ledger.ts';
import { Deadline } from '../../../events/panel.ts';
import { Position } from '../../../events/review.ts';
import { Attachment } from '../../../events/submission.ts';
import { Day, Instant, Month, Occurred } from '../../../events/time.ts';
import { commandSpecs } from '../../commands/catalogue.ts';

export interface Named {
  readonly schema: z.ZodType;
  readonly says?: string;
}

/** What more than one operation speaks of, by its name among the document's components. */
const words: Readonly<Record<string, Named>> = {
  Uuid: { schema: Uuid, says: 'A UUID in lower case.' },
  Key: {
    schema: Key,
    says: 'A name that a framework or a panel gives: lower-case letters, digits, `.`, `_`, `-`; at most 64.',
  },
  FieldPath: {
    schema: FieldPath,
    says: 'A field of an entry, or a part of it after a dot: `reasons.perFinding.no-harm`.',
  },
  FrameworkRef: { schema: FrameworkRef, says: '`key@version#hash`: a framework version with its content.' },
  Sha256: { schema: Sha256, says: 'SHA-256 in lower-case hex.' },
  VerifierKey: { schema: VerifierKey, says: 'A verifier key of C2SP signed-note: `name+keyid+base64`.' },
  RootHash: { schema: RootHash, says: 'A tree head of the log: SHA-256 in base64.' },
  Ordinal: { schema: Ordinal, says: 'Counted from 1.' },
  Prose: {
    schema: Prose,
    says: 'Text written by people. It is sealed: the log holds a salted digest of it.',
  },
  Line: { schema: Line, says: 'One line of text.' },
  Role: { schema: Role },
  Visibility: {
    schema: Visibility,
    says: 'Who may open a text, by increasing secrecy; each audience also opens what those before it may.',
  },
  PersonKind: { schema: PersonKind },
  Instant: { schema: Instant, says: 'UTC with milliseconds: `2026-03-03T17:00:00.000Z`.' },
  Day: { schema: Day, says: 'A day: `2026-03-03`.' },
  Month: { schema: Month, says: 'A month: `2026-03`.' },
  Occurred: { schema: Occurred, says: 'When something happened, as precisely as it is known.' },
  Actor: { schema: Actor, says: 'Who did it, in which role, by which way in.' },
  Envelope: { schema: Envelope, says: 'What every event of the log is.' },
  Attachment: { schema: Attachment, says: 'A file that was uploaded before.' },
  Deadline: {
    schema: Deadline,
    says: 'After `hardStop` no judgment, concern, vote or comment is taken any more.',
  },
  Position: { schema: Position },
  Outcome: { schema: Outcome },
  DecidedOutcome: { schema: DecidedOutcome },
  Condition: { schema: Condition },
  Effect: { schema: Effect, says: 'What a finding does, whatever its scale calls it.' },
  Scale: { schema: Scale },
  Criterion: { schema: Criterion },
  DecisionRules: { schema: DecisionRules },
  FieldDefinition: { schema: SubmissionField },
  FrameworkTerms: { schema: FrameworkTerms },
  FrameworkDefinition: {
    schema: FrameworkDefinition,
    says: 'A framework version whole: what is proposed, hashed and published.',
  },
};

const ofCommands: Readonly<Record<string, Named>> = Object.fromEntries(
  commandSpecs.map(({ name, data }) => [pascal(name), { schema: data, says: `The data of \`${name}\`.` }]),
);

/** Every schema that has a name of its own, whatever route it stands in. */
export const schemaNames: Readonly<Record<string, Named>> = { ...words, ...ofCommands };

/** `record-judgment` and `recordJudgment` → `RecordJudgment`. */
export function pascal(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
