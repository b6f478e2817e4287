import { LedgerError } from '../../../events/errors.ts';
import type { Role } from '../../../events/ids.ts';
import type { RoleProposal } from '../../../projections/directory.ts';
import type { CommandName } from '../../commands/catalogue.ts';
import type { Facts } from '../facts.ts';
import { invalidCommand, type Rules, separation } from '../rules.ts';

/** Roles whose grant needs two people (SOD-7). */
const sharedGrants: readonly Role[] = ['administrator', 'registrar', 'auditor', 'steward', 'privacy-officer'];

/** The change of a role that somebody else must have proposed. */
export interface Change {
  readonly person: string;
  readonly role: Role;
  readonly change: 'grant' | 'revoke';
}

/** What a change of roles or teams is asked with, beside what it changes. */
export interface Asking {
  readonly command: CommandName;
  readonly facts: Facts;
  readonly rules: Rules;
}

/** SOD-7: nobody changes what they themselves may do. */
export function refuseOwn({ command, facts, rules }: Asking, person: string): void {
  rules.require(facts.actor?.person !== person, () =>
    separation(
      'SOD-7',
      'nobody grants, lifts or edits their own roles, teams and name in the directory',
      command,
    ),
  );
}

/**
 * SOD-7: where it needs two people, the change was proposed by somebody other than who makes it, and each proposal is
 * good for one change. A proposal that is named though none is needed has to fit as well.
 * @throws LedgerError `separation-of-duties`, `unknown-reference`, `invalid-command`, `already-exists`
 */
export function requireSecondPerson(asking: Asking, change: Change, proposal: string | undefined): void {
  const { command, facts, rules } = asking;
  if (proposal === undefined) {
    const why = reasonForTwo(change, facts);
    rules.require(why === null, () =>
      separation('SOD-7', `${why ?? ''}: name a proposal that somebody else made for it`, command),
    );
    return;
  }
  const found = facts.directory.proposals.find(({ event }) => event === proposal);
  if (found === undefined) {
    throw new LedgerError('unknown-reference', `${proposal} is no proposal of the directory`, {
      field: 'proposal',
      id: proposal,
    });
  }
  if (!fits(found, change)) {
    const rule = `proposes to ${found.change} ${found.role} for ${found.person}, and not this change`;
    throw invalidCommand(command, 'proposal', rule);
  }
  if (found.done) {
    throw new LedgerError('already-exists', 'the proposal has been used; each is good for one change', {
      what: 'role change',
      id: proposal,
    });
  }
  rules.require(found.by !== facts.actor?.person, () =>
    separation('SOD-7', 'who proposed the change does not make it; somebody else has to', command),
  );
}

const fits = (proposal: RoleProposal, { person, role, change }: Change): boolean =>
  proposal.person === person && proposal.role === role && proposal.change === change;

function reasonForTwo({ person, role, change }: Change, facts: Facts): string | null {
  if (change === 'grant' && sharedGrants.includes(role)) return `granting ${role} takes two people`;
  return facts.openSeats(person) > 0 ? 'the person sits on an open panel, so this takes two people' : null;
}
