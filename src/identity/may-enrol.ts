import type { Role } from '../../events/ids.ts';
import { requireMayAsk } from '../permissions/requests.ts';
import type { Caller } from './caller.ts';
import { tokenHeld } from './refusals.ts';

/** Who asks, with the roles that the directory says they hold now. */
export interface Asker {
  readonly by: Caller;
  readonly roles: readonly Role[];
}

/** Who asks for an enrolment code, and for whom. */
export interface Enrolling extends Asker {
  readonly person: string;
  readonly hasLiveToken: boolean;
}

/**
 * Who may issue an enrolment code may do so for anybody but themselves who has no live token; whoever is at the machine
 * also for somebody who lost theirs.
 * @returns whether the code is one for recovery, as `Identity.issueCode` asks
 * @throws LedgerError `not-permitted`, `separation-of-duties` SOD-7
 */
export function requireMayEnrol({ by, roles, person, hasLiveToken }: Enrolling): {
  readonly recovery: boolean;
} {
  requireMayAsk('issue-enrolment-code', { ...by, roles }, { person });
  if (hasLiveToken && by.via !== 'operator') throw tokenHeld();
  return { recovery: hasLiveToken };
}
