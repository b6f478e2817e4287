import type { CommandName } from '../commands/catalogue.ts';
import { commandRules } from '../permissions/commands.ts';
import type { DirectoryBook } from './directory-book.ts';
import type { Findings, Leaf } from './report.ts';

/**
 * For the control list: the act was permitted on its basis, and at its place in the log the role had been revoked. That is
 * how two appends cross, and how somebody acts on a role that they have lost; the log cannot say which.
 */
export function noteRevoked(
  leaf: Leaf,
  person: string,
  command: CommandName,
  directory: DirectoryBook,
  findings: Findings,
): void {
  const { actor, basis } = leaf.event;
  const grants = commandRules[command].grants.some(
    ({ by, role }) => by === 'directory' && role === actor.role,
  );
  if (!grants) return;
  const then = directory.at(person, basis.directory)?.roles.includes(actor.role) === true;
  const now = directory.at(person, directory.revision)?.roles.includes(actor.role) === true;
  if (then && !now)
    findings.note(
      leaf,
      `${leaf.event.type}: ${actor.role} was held at revision ${basis.directory ?? 'none'} of the directory, and was revoked at a smaller index of the ledger`,
    );
}
