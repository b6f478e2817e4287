import { z } from 'zod';
import { Digest, EventId, Ordinal, PersonId, Prose, Uuid } from '../../events/ids.ts';
import { ErasureGround } from '../../events/record.ts';
import { command } from './command.ts';

export const ProposeErasure = command(
  'erasure',
  'propose-erasure',
  z.strictObject({
    submissions: z.array(Uuid).max(400).exactOptional(),
    people: z.array(PersonId).max(400).exactOptional(),
    digests: z.array(Digest).max(400).exactOptional(),
    ground: ErasureGround,
    reason: Prose,
  }),
  ({ people = [] }) => people,
);

export const ApproveErasure = command('erasure', 'approve-erasure', z.strictObject({ proposal: EventId }));

/** The ledger's own: these keys are destroyed. */
export const RecordErased = command(
  'erasure',
  'record-erased',
  z.strictObject({
    proposal: EventId,
    part: Ordinal,
    of: Ordinal,
    digests: z.array(Digest).max(1_000),
  }),
);
