import { LedgerError } from '../../events/errors.ts';
import type { Role } from '../../events/ids.ts';
import type { Caller } from './caller.ts';
import { issueCommand, ownCode, tokenHeld } from './refusals.ts';

/** Who asks for an enrolment code, and for whom. */
export interface Enrolling {
  readonly by: Caller;
  /** What the directory says the asker holds now. */
  readonly roles: readonly Role[];
  /** Whom the code is for. */
  readonly person: string;
  readonly hasLiveToken: boolean;
}

const enrolling: readonly Role[] = ['registrar', 'administrator'];

/**
 * A registrar or an administrator enrols anybody but themselves who has no live token; whoever is at the machine also
 * somebody who lost theirs (recovery).
 * @returns whether the code is one for recovery, as `Identity.issueCode` asks
 * @throws LedgerError `not-permitted`, `separation-of-duties` SOD-7
 */
export function requireMayEnrol({ by, roles, person, hasLiveToken }: Enrolling): {
  readonly recovery: boolean;
} {
  const isOperator = by.via === 'operator';
  if (!isOperator && !roles.some((role) => enrolling.includes(role))) {
    throw new LedgerError('not-permitted', `${issueCommand} needs the role ${enrolling.join(' or ')}`, {
      command: issueCommand,
      accepted: enrolling,
    });
  }
  if (by.person === person) throw ownCode();
  if (hasLiveToken && !isOperator) throw tokenHeld();
  return { recovery: hasLiveToken };
}

const overseeing: readonly Role[] = [...enrolling, 'auditor'];

/** Whether somebody may see which tokens a person has, and what happened to them. */
export const maySeeCredentialsOf = (
  person: string,
  { by, roles }: Pick<Enrolling, 'by' | 'roles'>,
): boolean =>
  by.person === person || by.via === 'operator' || roles.some((role) => overseeing.includes(role));

/** Whether somebody may end a person's tokens: their own, or as one of those who enrol. */
export const mayRevokeOf = (person: string, { by, roles }: Pick<Enrolling, 'by' | 'roles'>): boolean =>
  by.person === person || by.via === 'operator' || roles.some((role) => enrolling.includes(role));
