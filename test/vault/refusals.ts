import { expect } from 'chai';
import { type ErrorCode, isLedgerError, type LedgerError } from '../../events/errors.ts';

/** The refusal that the promise ended in; fails the test when it did not, or by another code. */
export async function refused(promise: Promise<unknown>, code: ErrorCode): Promise<LedgerError> {
  const outcome = await promise.then(
    () => 'nothing was refused',
    (error: unknown) => error,
  );
  if (!isLedgerError(outcome)) throw new Error(`expected ${code}: ${String(outcome)}`);
  expect(outcome.code).to.equal(code);
  return outcome;
}

/** The same for what refuses at once. */
export function refusal(act: () => unknown, code: ErrorCode): LedgerError {
  try {
    act();
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    expect(error.code).to.equal(code);
    return error;
  }
  throw new Error(`expected ${code}, but nothing was refused`);
}
