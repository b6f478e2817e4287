import { isLedgerError } from '../../../events/errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { UsageError } from '../usage-error.ts';

/** One thing that was looked at. `damaged`: what is stored is not what was recorded. */
export interface Finding {
  readonly what: string;
  readonly verdict: 'ok' | 'wrong' | 'damaged';
  readonly says: string;
  /** Why it matters, and what to do; null where nothing is wrong. */
  readonly why: string | null;
  readonly remedy: string | null;
}

export interface Wrong {
  readonly wrong: string;
  readonly why: string;
  readonly remedy: string;
}

/** What there is to say of it where all is well, or what is wrong. */
export type Said = string | Wrong;

/** Looks, and takes what is refused for what is wrong. */
export async function found(what: string, look: () => Said | Promise<Said>): Promise<Finding> {
  try {
    const said = await look();
    return typeof said === 'string'
      ? { what, verdict: 'ok', says: said, why: null, remedy: null }
      : { what, verdict: 'wrong', says: said.wrong, why: said.why, remedy: said.remedy };
  } catch (error) {
    return refused(what, error);
  }
}

function refused(what: string, error: unknown): Finding {
  if (error instanceof UsageError)
    return wrongly(what, error.message, 'a call that relies on it is refused', 'give another, or none');
  if (error instanceof Error && 'syscall' in error)
    return wrongly(
      what,
      error.message,
      'the ledger cannot be used while this is so',
      'give its owner the rights',
    );
  if (!isLedgerError(error)) throw error;
  const says = `${error.code}: ${error.message}`;
  if (exitCodes[error.code] !== 3)
    return wrongly(what, says, 'the ledger cannot be used while this is so', 'as it says');
  return {
    what,
    verdict: 'damaged',
    says,
    why: 'what is stored is not what was recorded, so that nothing made of it can be relied on',
    remedy: 'stop writing, keep the folder as it is, and compare it with a backup, or restore one',
  };
}

const wrongly = (what: string, says: string, why: string, remedy: string): Finding => ({
  what,
  verdict: 'wrong',
  says,
  why,
  remedy,
});
