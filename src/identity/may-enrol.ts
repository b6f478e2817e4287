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
  /** Also one that is over by now. */
  readonly hasHadToken: boolean;
}

/**
 * Who may issue an enrolment code may do so for anybody but themselves who never had a token. Whoever had one is known by
 * it: were it enough that it has ended, who may end tokens could become anybody. Only whoever is at the machine helps
 * somebody who lost theirs.
 * @returns whether the code is one for recovery, as `Identity.issueCode` asks
 * @throws LedgerError `not-permitted`, `separation-of-duties` SOD-7
 */
export function requireMayEnrol({ by, roles, person, hasLiveToken, hasHadToken }: Enrolling): {
  readonly recovery: boolean;
} {
  requireMayAsk('issue-enrolment-code', { ...by, roles }, { person });
  if (hasHadToken && by.via !== 'operator') throw tokenHeld();
  return { recovery: hasLiveToken };
}
