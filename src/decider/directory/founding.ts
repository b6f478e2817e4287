import type { Role } from '../../../events/ids.ts';
import type { AskedOf } from '../../commands/catalogue.ts';
import type { Circumstances, Facts } from '../facts.ts';
import type { Acting } from '../permissions.ts';

/**
 * How the directory begins: nobody holds a role yet, so the two whom `LedgerOpened` names are registered on the
 * operator's word, and each grants the other's first role. Nothing else passes here, and nothing once anybody else is
 * registered. Null where the act is none of these.
 */
export function founding(
  asked: AskedOf<'register-person' | 'grant-role'>,
  facts: Facts,
  { via, imported }: Circumstances,
): Acting | null {
  const { founders, directory } = facts;
  if (founders === null || via !== 'operator' || imported !== null) return null;
  const two = [founders.administrator, founders.registrar];
  if ([...directory.people.keys()].some((person) => !two.includes(person))) return null;
  const { person } = asked.data;
  if (asked.name === 'register-person') {
    return two.includes(person) ? { role: 'registrar', team: null } : null;
  }
  const first: Role = person === founders.administrator ? 'administrator' : 'registrar';
  const other = person === founders.administrator ? founders.registrar : founders.administrator;
  if (!two.includes(person) || asked.data.role !== first || facts.actor?.person !== other) return null;
  return { role: person === founders.administrator ? 'registrar' : 'administrator', team: null };
}
