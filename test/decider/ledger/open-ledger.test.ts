import { describe, it } from 'mocha';
import { verifierKey } from '../../../src/checkpoint/note-key.ts';
import type { CommandData } from '../../../src/commands/catalogue.ts';
import { logKeyFor } from '../../log-keys.ts';
import { at, does, nothingYet } from '../offices.ts';
import { idOf } from '../people.ts';

const opening: CommandData<'open-ledger'> = {
  ledger: '3f2c8e0a-5b1d-4c6e-9a7f-2d4b6c8e0a12',
  origin: 'ledger.example/governance',
  logKey: logKeyFor('ledger.example/governance').verifier,
  administrator: idOf('adm'),
  registrar: idOf('reg'),
};
const open = (changes: Partial<typeof opening> = {}) =>
  does(null, 'open-ledger', { ...opening, ...changes }, { via: 'operator' });

describe('opening a ledger', () => {
  it('names the first administrator and registrar', () => {
    at(nothingYet).when(open()).emits({ type: 'LedgerOpened', data: opening });
    at(nothingYet).when(open()).as('registrar');
  });

  it('needs two people', () =>
    at(nothingYet)
      .when(open({ registrar: opening.administrator }))
      .refuses('separation-of-duties', { rule: 'SOD-7', command: 'open-ledger' }));

  it('happens once', () =>
    at(nothingYet, open()).when(open()).refuses('already-exists', { what: 'ledger', id: opening.ledger }));

  it('is signed by a key of its own name that one may rely on', () => {
    const lowOrder = verifierKey(opening.origin, 1, Buffer.alloc(32));
    for (const logKey of [
      logKeyFor('ledger.example/other').verifier,
      lowOrder,
      `${opening.origin}+0a1b2c3d+AQIDBA==`,
    ])
      at(nothingYet).when(open({ logKey })).refuses('invalid-command');
  });

  for (const via of ['token', 'session', 'import', 'system'] as const) {
    it(`is the operator's, and refused by ${via}`, () =>
      at(nothingYet)
        .when({ ...open(), via })
        .refuses('not-permitted', { command: 'open-ledger', accepted: [] }));
  }
});
