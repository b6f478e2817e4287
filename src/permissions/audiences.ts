import { type Visibility, visibilities } from '../../events/fields.ts';
import type { Role } from '../../events/ids.ts';

/** What an export of the whole may hold of sealed text, by the role of who takes it; the operator at the machine takes any. */
export const exportAudiences: Readonly<Partial<Record<Role, readonly Visibility[]>>> = {
  auditor: visibilities,
  reporter: ['public', 'participants'],
  'privacy-officer': ['public', 'participants'],
  secretary: ['public', 'participants'],
};

/** The audiences that somebody with these roles may take an export for, by increasing secrecy. */
export const audiencesOf = (roles: readonly Role[]): readonly Visibility[] =>
  visibilities.filter((audience) => roles.some((role) => exportAudiences[role]?.includes(audience)));
