import { z } from 'zod';
import { event } from './event.ts';
import { Audience, confidential, open } from './fields.ts';
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

const RootHash = open(z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'base64 SHA-256'), 'a published tree head');

/** Index 0: this log begins; the two people who may appoint all others. */
export const LedgerOpened = event('LedgerOpened', {
  ledger: Uuid,
  origin: Origin,
  logKey: VerifierKey,
  administrator: PersonId,
  registrar: PersonId,
  /** After a lossy restore: the head that was lost, under its own origin (DESIGN §9). */
  continues: z.strictObject({ origin: Origin, size: Count, root: RootHash }).exactOptional(),
});

export const LogKeyAdded = event('LogKeyAdded', { key: VerifierKey });
export const LogKeyRetired = event('LogKeyRetired', { key: VerifierKey });

/** What a hold or an erasure covers; ids of the directory, never pseudonyms. */
export const Selection = z.strictObject({
  submissions: z.array(Uuid).max(1_000).exactOptional(),
  people: z.array(PersonId).max(1_000).exactOptional(),
});

/** Nothing under the selection may be erased until the hold is released. */
export const HoldPlaced = event('HoldPlaced', {
  hold: Uuid,
  selection: Selection,
  until: Instant.exactOptional(),
  reason: confidential(Prose, 'auditors'),
});
export const HoldReleased = event('HoldReleased', { hold: Uuid, reason: confidential(Prose, 'auditors') });

/** Who took what out of the ledger. */
export const ExportProduced = event('ExportProduced', {
  export: Uuid,
  audience: Audience,
  from: LeafIndex,
  size: Count,
  root: RootHash,
  manifest: Sha256,
  recipient: confidential(Prose, 'auditors', { optional: true }),
});

/** One day of the log of reads of sealed text: its rows and the digest over them. */
export const AccessSealed = event('AccessSealed', {
  day: Day,
  rows: Count,
  sha256: Sha256,
  previous: EventId.exactOptional(),
});
