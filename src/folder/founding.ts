import { createdId } from '../../events/derived-ids.ts';

/** The people that a new ledger begins with. Their ids follow from the ledger's own, which is random. */
export interface Founding {
  readonly administrator: string;
  readonly registrar: string;
  /** A program: what acts at the command line where no person's token is sent (DESIGN §11). */
  readonly operator: string;
}

export const foundingOf = (ledger: string): Founding => ({
  administrator: createdId(ledger, 'administrator'),
  registrar: createdId(ledger, 'registrar'),
  operator: createdId(ledger, 'operator'),
});
