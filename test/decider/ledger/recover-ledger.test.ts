import { describe, it } from 'mocha';
import type { CommandData } from '../../../src/commands/catalogue.ts';
import { at, does, nothingYet } from '../offices.ts';
import { keyOf, office, opened, opening, origin, root } from './opened.ts';

const next = 'ledger.example/governance-2';
const recovery: CommandData<'recover-ledger'> = {
  origin: next,
  logKey: keyOf(next, 1),
  continues: { origin, size: 70, root },
};
const recover = (changes: Partial<typeof recovery> = {}, by = 'reg') =>
  does(by, 'recover-ledger', { ...recovery, ...changes }, { via: 'operator' });

describe('going on after a restore that lost entries', () => {
  it('opens the same ledger once more, under a new name and key, behind the lost head', () => {
    at(office, opened)
      .when(recover())
      .emits({ type: 'LedgerOpened', data: { ...opening, ...recovery } });
    at(office, opened).when(recover()).as('registrar');
  });

  it('keeps to the first people, whoever holds their roles now', () =>
    at(office, opened, recover())
      .when(
        recover({
          origin: 'ledger.example/3',
          logKey: keyOf('ledger.example/3', 2),
          continues: { origin: next, size: 80, root },
        }),
      )
      .emits({
        type: 'LedgerOpened',
        data: {
          ...opening,
          origin: 'ledger.example/3',
          logKey: keyOf('ledger.example/3', 2),
          continues: { origin: next, size: 80, root },
        },
      }));

  it('never signs a second history under a name that the log had', () => {
    at(office, opened)
      .when(recover({ origin, logKey: keyOf(origin, 1) }))
      .refuses('already-exists', { what: 'origin', id: origin });
    at(office, opened, recover())
      .when(recover({ origin, logKey: keyOf(origin, 1), continues: { origin: next, size: 80, root } }))
      .refuses('already-exists', { what: 'origin', id: origin });
  });

  it('names the head of the log as it was called last', () =>
    at(office, opened)
      .when(recover({ continues: { origin: 'other.example', size: 1, root } }))
      .refuses('invalid-command', { field: 'continues.origin' }));

  it('takes a key under the new name', () =>
    at(office, opened)
      .when(recover({ logKey: keyOf(origin, 1) }))
      .refuses('invalid-command', { field: 'logKey' }));

  it('is done where the ledger is kept, by its operator', () => {
    for (const via of ['token', 'session', 'system'] as const) {
      at(office, opened)
        .when({ ...recover(), via })
        .refuses('not-permitted', { command: 'recover-ledger', accepted: [] });
    }
  });

  it('is done in the name of a registrar', () =>
    at(office, opened)
      .when(recover({}, 'adm'))
      .refuses('not-permitted', { accepted: ['registrar'] }));

  it('needs a ledger that is open', () =>
    at(nothingYet).when(recover()).refuses('not-found', { what: 'ledger' }));

  it('opens none that is open', () =>
    at(office, opened, recover()).when(opened).refuses('already-exists', { what: 'ledger' }));
});
