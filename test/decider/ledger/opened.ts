import { verifierKey } from '../../../src/checkpoint/note-key.ts';
import type { CommandData } from '../../../src/commands/catalogue.ts';
import { does, type OfficeAct, type Offices } from '../offices.ts';
import { idOf, ledgerId } from '../people.ts';

export const origin = 'ledger.example/governance';

/** Points of the curve in the order of their seed; the same at every run. */
const publicKeys = [
  'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
  '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
  'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
] as const;

/** A verifier key under a name, of the public keys of RFC 8032 §7.1. */
export const keyOf = (name: string, which: 0 | 1 | 2, type = 1): string =>
  verifierKey(name, type, Buffer.from(publicKeys[which], 'hex'));
export const firstKey = keyOf(origin, 0);
export const secondKey = keyOf(origin, 1);

export const opening: CommandData<'open-ledger'> = {
  ledger: ledgerId,
  origin,
  logKey: firstKey,
  administrator: idOf('adm'),
  registrar: idOf('reg'),
};

/** The cast is in the directory, and the ledger is open. */
export const office: Offices = {};
export const opened: OfficeAct = does('reg', 'open-ledger', opening, { via: 'operator' });
export const root = `${'A'.repeat(43)}=`;
