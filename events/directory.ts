import { z } from 'zod';
import { event } from './event.ts';
import { confidential } from './fields.ts';
import { EventId, Key, Line, PersonId, Prose, Role } from './ids.ts';

/** Human beings, bodies that submit under their own name, and programs. */
export const PersonKind = z.enum(['human', 'organisation', 'service']);

export const PersonRegistered = event('PersonRegistered', {
  person: PersonId,
  kind: PersonKind,
  name: confidential(Line, 'auditors'),
  address: confidential(Line, 'auditors', { optional: true }),
  /** 32 random bytes, base64url: the key of this person's pseudonyms. Erasing it cuts every link for good. */
  secret: confidential(z.string().regex(/^[A-Za-z0-9_-]{43}$/), 'auditors'),
  /** The key by which an imported source knows the person. */
  sourceKey: confidential(Line, 'auditors', { optional: true }),
});

/** One person asks that another hold a role that needs two people to give (SOD-7). */
export const RoleProposed = event('RoleProposed', {
  person: PersonId,
  role: Role,
  change: z.enum(['grant', 'revoke']),
  reason: confidential(Prose, 'auditors', { optional: true }),
});
export const RoleGranted = event('RoleGranted', {
  person: PersonId,
  role: Role,
  proposal: EventId.exactOptional(),
});
export const RoleRevoked = event('RoleRevoked', {
  person: PersonId,
  role: Role,
  proposal: EventId.exactOptional(),
  reason: confidential(Prose, 'auditors', { optional: true }),
});

export const TeamJoined = event('TeamJoined', { person: PersonId, team: Key });
export const TeamLeft = event('TeamLeft', {
  person: PersonId,
  team: Key,
  /** The proposal by which a second person agreed, where the member sat on an open panel (SOD-7). */
  proposal: EventId.exactOptional(),
  reason: confidential(Prose, 'auditors', { optional: true }),
});
