import { isLedgerError } from '../../../events/errors.ts';
import { noteKeyTypes, parseVerifierKey } from '../../checkpoint/note-key.ts';
import { invalidCommand } from '../rules.ts';

/** A verifier key that a log of this origin can be checked with. @throws LedgerError `invalid-command` saying what is wrong with it */
export function requireLogKey(command: string, field: string, vkey: string, origin: string): void {
  const { name, type } = parsed(command, field, vkey);
  if (name !== origin)
    throw invalidCommand(
      command,
      field,
      `a key under the name of the log, ${origin}; this one is of ${name}`,
    );
  if (type !== noteKeyTypes.ed25519)
    throw invalidCommand(command, field, `an Ed25519 key (type 1) signs a log; this one is of type ${type}`);
}

function parsed(
  command: string,
  field: string,
  vkey: string,
): { readonly name: string; readonly type: number } {
  try {
    return parseVerifierKey(vkey);
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    throw invalidCommand(command, field, error.message);
  }
}
