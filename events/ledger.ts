import { z } from 'zod';
import { event } from './event.ts';
import { confidential, open, ruleField, Visibility } from './fields.ts';
import { Count, EventId, LeafIndex, PersonId, Prose, Sha256, Uuid } from './ids.ts';
import { Day, Instant } from './time.ts';

/** A log's name in checkpoints (C2SP tlog-checkpoint): schema-less URL, no spaces, no plus sign. */
export const Origin = open(
  z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]*(\/[A-Za-z0-9._-]+)*$/, 'a name like ledger.example/governance')
    .max(200),
  'the name under which the log is published',
);

/** A verifier key of C2SP signed-note: name, key id and base64 key. */
export const VerifierKey = open(
  z
    .string()
    .regex(/^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+={0,2}$/, 'a signed-note verifier key')
    .max(4_000),
  'the public key by which everyone checks the log',
);

export const RootHash = open(
  z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'base64 SHA-256'),
  'a published tree head',
);

export const LedgerOpened = event(
  'LedgerOpened',
  'Index 0: this log begins, under its name and key, with the two people who may appoint all others. Once more, with `continues`: after a restore that lost entries it goes on under a new name and key.',
  {
    ledger: Uuid,
    origin: Origin,
    logKey: VerifierKey,
    administrator: PersonId,
    registrar: PersonId,
    /** After a lossy restore: the head that was lost, under its own origin (DESIGN §9). */
    continues: z.strictObject({ origin: Origin, size: Count, root: RootHash }).exactOptional(),
  },
);

export const LogKeyAdded = event('LogKeyAdded', 'From here on checkpoints may be signed by this key too.', {
  key: VerifierKey,
});
export const LogKeyRetired = event(
  'LogKeyRetired',
  'From here on no checkpoint is signed by this key; what it signed before stays valid.',
  { key: VerifierKey },
);

/**
 * What a hold or an erasure covers: all of these submissions, and all by or about these people, wherever it stands. Whom
 * it is about is sealed, always there and never opened in the log: beside the submissions, or the digests that are erased
 * next, their ids would say who took part in what.
 */
export const selection = {
  submissions: z.array(Uuid).max(400),
  people: ruleField(z.array(PersonId).max(400), 'auditors'),
};

export const HoldPlaced = event(
  'HoldPlaced',
  'Nothing under the selection may be erased until the hold is released.',
  {
    hold: Uuid,
    ...selection,
    until: Instant.exactOptional(),
    reason: confidential(Prose, 'auditors'),
  },
);
export const HoldReleased = event(
  'HoldReleased',
  'A hold ends, released by somebody else than who placed it.',
  { hold: Uuid, reason: confidential(Prose, 'auditors') },
);

/** What a record is by how its case ended: `approved` ends when the approval does, `undecided` without a decision. */
export const RecordClass = z.enum(['approved', 'declined', 'undecided']);
export type RecordClass = z.infer<typeof RecordClass>;

export const RetentionSet = event(
  'RetentionSet',
  'For how many days after its end the text of a case of this class is kept: nothing of it may be erased before.',
  {
    recordClass: RecordClass,
    days: z.int().min(0).max(36_500),
    reason: confidential(Prose, 'auditors'),
  },
);

export const ExportProduced = event(
  'ExportProduced',
  'Who took what out of the ledger, for which audience.',
  {
    export: Uuid,
    audience: Visibility,
    from: LeafIndex,
    size: Count,
    root: RootHash,
    manifest: Sha256,
    recipient: confidential(Prose, 'auditors', { optional: true }),
  },
);

export const AccessSealed = event(
  'AccessSealed',
  'One day of the log of reads of sealed text: how many, and the digest over them.',
  {
    day: Day,
    rows: Count,
    /** SHA-256 over the day's rows, which begin with 256 random bits kept beside them: a day's few rows could be guessed. */
    saltedSha256: Sha256,
    previous: EventId.exactOptional(),
  },
);
