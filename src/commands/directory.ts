import { z } from 'zod';
import { PersonKind } from '../../events/directory.ts';
import { EventId, Key, Line, PersonId, Prose, Role } from '../../events/ids.ts';
import { command } from './command.ts';

/** `person` and `secret` are made at the edge; a caller leaves them out. */
export const RegisterPerson = command(
  'directory',
  'register-person',
  z.strictObject({
    person: PersonId,
    kind: PersonKind,
    name: Line,
    address: Line.exactOptional(),
    secret: z.string().regex(/^[A-Za-z0-9_-]{43}$/, '32 bytes in base64url'),
    sourceKey: Line.exactOptional(),
  }),
);

const role = { person: PersonId, role: Role, reason: Prose.exactOptional() };
/** How a name or an address in the directory should read; at least one of them. */
export const CorrectPerson = command(
  'directory',
  'correct-person',
  z.strictObject({
    person: PersonId,
    name: Line.exactOptional(),
    address: Line.exactOptional(),
    reason: Prose,
  }),
  ({ person }) => [person],
);
export const ProposeRole = command(
  'directory',
  'propose-role',
  z.strictObject({ ...role, change: z.enum(['grant', 'revoke']) }),
);
/** `proposal` where a second person is needed (SOD-7). */
export const GrantRole = command(
  'directory',
  'grant-role',
  z.strictObject({ person: PersonId, role: Role, proposal: EventId.exactOptional() }),
);
export const RevokeRole = command(
  'directory',
  'revoke-role',
  z.strictObject({ ...role, proposal: EventId.exactOptional() }),
);

export const JoinTeam = command('directory', 'join-team', z.strictObject({ person: PersonId, team: Key }));
export const LeaveTeam = command(
  'directory',
  'leave-team',
  z.strictObject({
    person: PersonId,
    team: Key,
    proposal: EventId.exactOptional(),
    reason: Prose.exactOptional(),
  }),
);
