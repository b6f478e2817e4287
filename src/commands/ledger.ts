import { z } from 'zod';
import { PersonId, Uuid } from '../../events/ids.ts';
import { Origin, VerifierKey } from '../../events/ledger.ts';
import { command } from './command.ts';

export const OpenLedger = command(
  'ledger',
  'open-ledger',
  z.strictObject({
    ledger: Uuid,
    origin: Origin,
    logKey: VerifierKey,
    administrator: PersonId,
    registrar: PersonId,
  }),
);
