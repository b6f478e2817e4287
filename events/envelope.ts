import { z } from 'zod';
import { FrameworkRef, Key, Ordinal, Role, RuleId, Uuid } from './ids.ts';
import { StreamName } from './stream.ts';
import { Instant, Occurred } from './time.ts';

export const Via = z.enum(['token', 'session', 'operator', 'import', 'system']);
export type Via = z.infer<typeof Via>;

/** Who acted, in which capacity, through which door. In a submission's stream `person` is a pseudonym. */
export const Actor = z.strictObject({ person: Uuid, role: Role, team: Key.exactOptional(), via: Via });
export type Actor = z.infer<typeof Actor>;

/** The state of other streams that the decision to append used: which directory, which rules, which version. */
export const Basis = z.strictObject({
  /** Last revision of the directory stream; null where it had no entry yet. */
  directory: z.int().min(0).nullable(),
  framework: FrameworkRef.exactOptional(),
  version: Ordinal.exactOptional(),
});
export type Basis = z.infer<typeof Basis>;

/** An act taken over from elsewhere: whose it is said to be, and what our rules would have refused in it. */
export const Imported = z.strictObject({
  source: Key,
  by: Uuid.exactOptional(),
  /** The capacity in which the source says the person acted. */
  as: Key.exactOptional(),
  broke: z.array(RuleId).max(50),
});
export type Imported = z.infer<typeof Imported>;

/** What every recorded event carries beside `type` and `data` (DESIGN §5.1). */
export const envelopeShape = {
  v: z.int().min(1).max(9_999),
  id: Uuid,
  stream: StreamName,
  revision: z.int().min(0),
  recordedAt: Instant,
  occurred: Occurred.exactOptional(),
  actor: Actor,
  basis: Basis,
  command: Uuid,
  correlation: Uuid,
  causation: Uuid,
  imported: Imported.exactOptional(),
};
export const Envelope = z.strictObject(envelopeShape);
export type Envelope = z.infer<typeof Envelope>;
