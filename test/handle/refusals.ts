import { isLedgerError, type LedgerError } from '../../events/errors.ts';

/** The refusal that a command comes to. */
export async function refusalAsync(asked: Promise<unknown>): Promise<LedgerError> {
  try {
    await asked;
  } catch (error) {
    if (isLedgerError(error)) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
