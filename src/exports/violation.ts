import { isLedgerError, LedgerError } from '../../events/errors.ts';

/** That a document does not agree with itself, and where. */
export const violation = (where: string, rule: string, cause?: unknown): LedgerError<'integrity-violation'> =>
  new LedgerError(
    'integrity-violation',
    `${where}: ${rule}`,
    { where },
    ...(cause === undefined ? [] : [{ cause }]),
  );

/** Whatever is refused within, as a violation at that place. @throws LedgerError `integrity-violation` */
export function within<T>(where: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    throw violation(where, error.message, error);
  }
}
