import type { EventOf } from '../../../events/catalogue.ts';
import type { PersonState } from '../../../projections/directory.ts';
import type { CommandData } from '../../commands/catalogue.ts';
import type { Decided } from '../decided.ts';
import { invalidCommand } from '../rules.ts';
import { type Asking, refuseOwn } from './second-person.ts';

/** How the name or the address of somebody should read, an entry each; what stood before stays, for auditors too. */
export function correctPerson(
  asking: Asking,
  { name, address, reason }: CommandData<'correct-person'>,
  { person, event }: PersonState,
): Decided['events'] {
  refuseOwn(asking, person);
  const corrected = (field: 'name' | 'address', text: string): EventOf<'EntryCorrected'> => ({
    type: 'EntryCorrected',
    data: { entry: event, person, field, visibility: 'auditors', reading: { text }, reason },
  });
  const [first, ...rest] = [
    ...(name === undefined ? [] : [corrected('name', name)]),
    ...(address === undefined ? [] : [corrected('address', address)]),
  ];
  if (first === undefined) throw invalidCommand(asking.command, 'name', 'is given, or address, or both');
  return [first, ...rest];
}
