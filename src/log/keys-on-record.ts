import { decode } from '../../events/decode.ts';
import { isLedgerError } from '../../events/errors.ts';
import { activeKeys, initialLogState, type LogState, logKeys, originOf } from '../../projections/log-keys.ts';
import { isHandled } from '../../projections/projection.ts';
import { type NoteVerifier, parseVerifierKey } from '../checkpoint/note-key.ts';

/** Which keys sign the log, as its own events say it. */
export class KeysOnRecord {
  #state: LogState = initialLogState;

  /** An event of the ledger's stream. What a later version of the software recorded says nothing about keys to this one. */
  add(body: string): void {
    try {
      const event = decode(body);
      if (isHandled(logKeys, event)) this.#state = logKeys.evolve(this.#state, event);
    } catch (error) {
      if (!isLedgerError(error) || error.code !== 'ledger-newer-than-software') throw error;
    }
  }

  /** Null before the ledger is open. */
  get origin(): string | null {
    return originOf(this.#state)?.origin ?? null;
  }

  /** True for a name that the log had before its present one: what was signed under it was lost (DESIGN §9). */
  isEarlier(origin: string): boolean {
    return origin !== this.origin && this.#state.origins.some((each) => each.origin === origin);
  }

  /** Those that have to sign. */
  get active(): readonly string[] {
    return activeKeys(this.#state);
  }

  /** Every key that ever was one of the present origin's: an older checkpoint is signed by those of its time. */
  get verifiers(): readonly NoteVerifier[] {
    const origin = this.origin;
    return this.#state.keys.filter((key) => key.origin === origin).map(({ key }) => parseVerifierKey(key));
  }
}
