import type { Role } from '../../../events/ids.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import { commandRules } from '../../permissions/commands.ts';
import type { Circumstances, Facts } from '../facts.ts';
import type { Acting } from '../permit.ts';

export type DirectoryAct = AskedOf<
  | 'register-person'
  | 'correct-person'
  | 'propose-role'
  | 'grant-role'
  | 'revoke-role'
  | 'join-team'
  | 'leave-team'
>;

/**
 * How the directory begins: nobody holds a role yet, so the two whom `LedgerOpened` names register each other on the
 * operator's word, and each grants the other's first role. Nothing else passes here, and nothing once anybody else is
 * registered. Null where the act is none of these.
 */
export function founding(asked: DirectoryAct, facts: Facts, { via, imported }: Circumstances): Acting | null {
  const { founders, directory, actor } = facts;
  if (commandRules[asked.name].founding !== true) return null;
  if (founders === null || via !== 'operator' || imported !== null) return null;
  const { administrator, registrar } = founders;
  const two = [administrator, registrar];
  const { person } = asked.data;
  if (![person, ...directory.people.keys()].every((each) => two.includes(each))) return null;
  const [first, other]: readonly [Role, string] =
    person === administrator ? ['administrator', registrar] : ['registrar', administrator];
  // The first of them acts before being registered, and is known to nobody yet.
  const others = actor?.person === other || (actor === null && asked.name === 'register-person');
  if (!others || (asked.name === 'grant-role' && asked.data.role !== first)) return null;
  return { role: first === 'administrator' ? 'registrar' : 'administrator', team: null };
}
