import { z } from 'zod';
import { event } from './event.ts';
import { confidential } from './fields.ts';
import { EventId, Key, Line, PersonId, Prose, Role } from './ids.ts';

/** Human beings, bodies that submit under their own name, and programs. */
export const PersonKind = z.enum(['human', 'organisation', 'service']);

export const PersonRegistered = event(
  'PersonRegistered',
  'A person, an organisation or a program enters the directory. Erasing the secret cuts every link to what they did, for good.',
  {
    person: PersonId,
    kind: PersonKind,
    name: confidential(Line, 'auditors'),
    address: confidential(Line, 'auditors', { optional: true }),
    /**
     * 32 random bytes, base64url: the key of this person's pseudonyms, past and to come, so it leaves the ledger for nobody.
     * Erasing it cuts every link for good.
     */
    secret: confidential(z.string().regex(/^[A-Za-z0-9_-]{43}$/), 'custodian'),
    /** The key by which an imported source knows the person. */
    sourceKey: confidential(Line, 'auditors', { optional: true }),
  },
);

export const RoleProposed = event(
  'RoleProposed',
  'One person asks that another hold, or lose, a role that needs two people to give (SOD-7).',
  {
    person: PersonId,
    role: Role,
    change: z.enum(['grant', 'revoke']),
    reason: confidential(Prose, 'auditors', { optional: true }),
  },
);
export const RoleGranted = event('RoleGranted', 'A person holds a role from here on.', {
  person: PersonId,
  role: Role,
  proposal: EventId.exactOptional(),
});
export const RoleRevoked = event('RoleRevoked', 'A person no longer holds a role.', {
  person: PersonId,
  role: Role,
  proposal: EventId.exactOptional(),
  reason: confidential(Prose, 'auditors', { optional: true }),
});

export const TeamJoined = event('TeamJoined', 'A person belongs to a team from here on.', {
  person: PersonId,
  team: Key,
});
export const TeamLeft = event(
  'TeamLeft',
  'A person no longer belongs to a team; what they recorded in its seats stays.',
  {
    person: PersonId,
    team: Key,
    /** The proposal by which a second person agreed, where the member sat on an open panel (SOD-7). */
    proposal: EventId.exactOptional(),
    reason: confidential(Prose, 'auditors', { optional: true }),
  },
);
