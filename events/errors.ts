/**
 * What can be refused: the closed vocabulary of codes, each with the facts a caller gets beside the message.
 * It lives at the bottom because decoding hostile bytes and refusing an act must speak the same words.
 * HTTP statuses are known to `src/http/problem.ts` alone, exit codes to `src/cli` alone.
 */
export interface Refusals {
  /** A value that is no canonical JSON of this profile: DESIGN §5.2. `rule` says which, `path` is a JSON Pointer. */
  'not-canonical': { readonly rule: string; readonly path: string };
  'too-large': { readonly field: string; readonly bytes: number; readonly limit: number };

  /** Store port, DESIGN §8. `invalid-store-call` is a mistake of the caller's code, not of its user. */
  'invalid-store-call': { readonly field: string; readonly rule: string };
  'unknown-position': { readonly position: string; readonly head: string | null };
  'revision-conflict': {
    readonly stream: string;
    readonly expected: number | 'absent';
    readonly actual: number | 'absent';
  };
  'idempotency-mismatch': { readonly stream: string };
  'outcome-unknown': { readonly stream: string };
  'stream-destroyed': { readonly stream: string };
  'integrity-violation': { readonly where: string };
  'store-unavailable': { readonly reason: string };
  'store-read-only': { readonly path: string };
  'store-full': { readonly path: string };
  'ledger-locked': { readonly path: string };
  'schema-mismatch': { readonly path: string };

  /** The record. */
  'ledger-newer-than-software': { readonly type: string; readonly v: number };
  'invalid-event': { readonly type: string; readonly field: string; readonly rule: string };
  'disclosure-mismatch': { readonly digest: string };

  /** The vault. */
  'vault-key-missing': { readonly path: string };
  'vault-key-wrong': { readonly key: string };
  'disclosure-missing': { readonly digest: string };
  /** `digest` names the disclosure, or the blob by its id. */
  'disclosure-damaged': { readonly digest: string };
  'vault-missing': { readonly path: string };
  'blob-unknown': { readonly blob: string };
  'blob-taken': { readonly blob: string };

  /** Key files. */
  'import-key-missing': { readonly path: string };
  'key-exists': { readonly path: string };
  'key-exposed': { readonly path: string; readonly mode: string };
  'key-malformed': { readonly path: string; readonly rule: string };
}

export type ErrorCode = keyof Refusals;

/** A refusal that the caller can act on. Anything else thrown is a bug. */
export class LedgerError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C;
  readonly facts: Refusals[C];

  constructor(code: C, message: string, facts: Refusals[C], options?: ErrorOptions) {
    super(message, options);
    this.name = 'LedgerError';
    this.code = code;
    this.facts = facts;
  }
}

export function isLedgerError(error: unknown): error is LedgerError {
  return error instanceof LedgerError;
}
