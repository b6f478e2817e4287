import { z } from 'zod';
import { Visibility } from '../../events/fields.ts';
import { Count, LeafIndex, PersonId, Prose, Sha256, Uuid } from '../../events/ids.ts';
import { Origin, RecordClass, RootHash, VerifierKey } from '../../events/ledger.ts';
import { Day, Instant } from '../../events/time.ts';
import { command } from './command.ts';

export const OpenLedger = command(
  'ledger',
  'open-ledger',
  z.strictObject({
    ledger: Uuid,
    origin: Origin,
    logKey: VerifierKey,
    administrator: PersonId,
    registrar: PersonId,
  }),
);

/** After a restore that lost entries: the log goes on under a new name, and says which head was lost. */
export const RecoverLedger = command(
  'ledger',
  'recover-ledger',
  z.strictObject({
    origin: Origin,
    logKey: VerifierKey,
    continues: z.strictObject({ origin: Origin, size: Count, root: RootHash }),
  }),
);

export const AddLogKey = command('ledger', 'add-log-key', z.strictObject({ key: VerifierKey }));
export const RetireLogKey = command('ledger', 'retire-log-key', z.strictObject({ key: VerifierKey }));

export const RecordExport = command(
  'ledger',
  'record-export',
  z.strictObject({
    export: Uuid,
    audience: Visibility,
    from: LeafIndex,
    size: Count,
    root: RootHash,
    manifest: Sha256,
    recipient: Prose.exactOptional(),
  }),
);

/** A day without reads is not sealed. */
export const SealAccess = command(
  'ledger',
  'seal-access',
  z.strictObject({ day: Day, rows: z.int().min(1), saltedSha256: Sha256 }),
);

export const PlaceHold = command(
  'ledger',
  'place-hold',
  z.strictObject({
    submissions: z.array(Uuid).max(400).exactOptional(),
    people: z.array(PersonId).max(400).exactOptional(),
    until: Instant.exactOptional(),
    reason: Prose,
  }),
  ({ people = [] }) => people,
);

export const ReleaseHold = command('ledger', 'release-hold', z.strictObject({ hold: Uuid, reason: Prose }));

export const SetRetention = command(
  'ledger',
  'set-retention',
  z.strictObject({ recordClass: RecordClass, days: z.int().min(0).max(36_500), reason: Prose }),
);
