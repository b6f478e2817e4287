import type { Role } from '../../events/ids.ts';
import type { RuleId } from './rule-ids.ts';

/**
 * How a person comes to a role on one submission: by the directory, or by what they are to the case.
 * `self` is the author of the entry that the command is about.
 */
export type Standing = 'directory' | 'submitter' | 'sponsor' | 'seat' | 'owner' | 'verifier' | 'self';

export interface Grant {
  readonly role: Role;
  readonly by: Standing;
}

/** To which of those who hold a grant the act is left, where that depends on what it is about. */
export type Narrowing =
  | 'content-by-submitter'
  | 'self-by-holder'
  | 'concern-by-owner'
  | 'proposal-by-author-or-chair'
  | 'export-by-audience';

export interface CommandRule {
  /** The first that fits names the acting role. None: nobody does it but the ledger itself, or its operator at the start. */
  readonly grants: readonly Grant[];
  readonly narrowed?: Narrowing;
  /** Never in the operator's name: judgments, votes, recusals and decisions are a person's own act (DESIGN §11). */
  readonly neverByOperator?: true;
  /** It says who judges a case, what it has to rebut, or whether its approval holds: not for whose case it is (SOD-1). */
  readonly steers?: true;
  /** About one's own fence it is refused as separation of duties (SOD-7), whoever else might do it. */
  readonly liftsFences?: true;
  /** The ledger itself asks for it. */
  readonly bySystem?: true;
  /** How the ledger begins: the operator does it in the name of one founder for the other. */
  readonly founding?: true;
  /** Only by the operator where the ledger is kept, in the name of somebody who holds a grant. */
  readonly atTheMachine?: true;
  /** What the act's own rules ask beside all that. */
  readonly rules: readonly RuleId[];
}
