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

  'port-unavailable': { readonly host: string; readonly port: number };

  /** A time given by a caller. */
  'invalid-time': { readonly field: string; readonly rule: string };

  /** The record. */
  'ledger-newer-than-software': { readonly type: string; readonly v: number };
  'invalid-event': { readonly type: string; readonly field: string; readonly rule: string };
  'disclosure-mismatch': { readonly digest: string };

  /** Commands and rules. */
  'invalid-command': { readonly command: string; readonly field: string; readonly rule: string };
  'unknown-command': { readonly command: string };
  'unknown-reference': { readonly field: string; readonly id: string };
  'already-exists': { readonly what: string; readonly id: string };
  'not-found': { readonly what: string; readonly id: string };
  'not-permitted': { readonly command: string; readonly accepted: readonly string[] };
  'operator-cannot-vote': { readonly command: string };
  'separation-of-duties': { readonly rule: SeparationRule; readonly command: string };
  fenced: { readonly command: string };
  'wrong-phase': { readonly phase: string; readonly accepted: readonly string[] };
  late: { readonly at: string; readonly hardStop: string };
  'import-closed': { readonly stream: string };
  'seat-recused': { readonly seat: string };
  'seat-vacant': { readonly seat: string };
  'left-team': { readonly seat: string; readonly team: string };
  'interest-undeclared': { readonly seat: string };
  'interest-uncleared': { readonly seat: string };
  'not-in-team': { readonly seat: string; readonly team: string };
  'already-seated': { readonly seat: string };
  'seat-taken': { readonly seat: string };
  'seat-judged': { readonly seat: string };
  'recusal-computed': { readonly seat: string };
  /** Too few seats, or required teams without one. */
  'panel-incomplete': { readonly seats: number; readonly need: number; readonly teams: readonly string[] };
  'quorum-possible': { readonly have: number; readonly need: number };
  'invalid-deadline': { readonly field: string; readonly rule: string };
  'framework-retired': { readonly framework: string };
  /** The act names a submission version or criteria that are not the present ones. */
  'version-changed': { readonly given: number; readonly current: number };
  'criteria-changed': { readonly given: string; readonly current: string };
  /** The framework lists these fields: nobody may declare a change in them immaterial. */
  'listed-as-material': { readonly fields: readonly string[] };
  'screening-outdated': { readonly criteria: readonly string[] };
  /** Presumed crossed: no screening lifts that, only the findings of the required teams. */
  'presumption-stands': { readonly criteria: readonly string[] };
  'findings-missing': { readonly criteria: readonly string[] };
  'position-not-allowed': { readonly position: string; readonly accepted: readonly string[] };
  'visibility-not-allowed': { readonly visibility: string; readonly accepted: readonly string[] };
  /** The seat's holder has acted as often as a decision has room for. */
  'seat-exhausted': { readonly seat: string; readonly limit: number };
  'concern-ended': { readonly concern: string; readonly ended: string };
  'concern-not-adoptable': { readonly concern: string };
  'own-concern': { readonly concern: string };
  'outcome-not-allowed': { readonly outcome: string; readonly failing: readonly string[] };
  /** Only the ledger itself asks: the instant has not passed. */
  'not-due': { readonly due: string; readonly at: string };
  /** What is asked for is so already, or can never come about any more: nothing is left to do. */
  'already-done': { readonly what: string; readonly id: string };
  /** A log without a key that signs it could be continued by nobody. */
  'last-log-key': { readonly key: string };
  'not-judged': { readonly seat: string };
  /** The decision is no approval, or its approval does not stand as the act requires. */
  'wrong-standing': { readonly standing: string; readonly accepted: readonly string[] };
  'condition-broken': { readonly conditions: readonly string[] };
  /** A rule cannot be run because a disclosure that it reads is gone. */
  'review-sealed': { readonly submission: string };

  /** Nothing under a hold is erased while it stands. */
  held: { readonly hold: string };
  /** The record class keeps the text until then; null while the case has not ended. */
  retention: {
    readonly submission: string;
    readonly recordClass: string | null;
    readonly until: string | null;
  };
  /** What a rule still reads is not erased while the review is open. */
  'review-open': { readonly submission: string };

  /** Who is asking. One answer for a credential that is unknown, mistyped, used, expired or revoked. */
  'not-signed-in': { readonly accepted: readonly string[] };
  'code-refused': { readonly kind: 'enrolment-code' | 'sign-in-code' };
  'too-many-attempts': { readonly retryAfterS: number };
  'token-limit': { readonly limit: number };

  /** A history file: every finding up to a limit, and how many there are. */
  'invalid-history': {
    readonly findings: readonly {
      readonly file: string;
      readonly line: number;
      readonly field: string;
      readonly rule: string;
      readonly message: string;
    }[];
    readonly count: number;
  };

  /** The proof: what was checked and did not fit. `proof` is `tree`, `inclusion` or `consistency`. */
  'proof-invalid': { readonly proof: string; readonly rule: string };
  'note-invalid': { readonly rule: string };
  /** `key` names those that were expected, or the one whose signature does not fit. */
  'signature-invalid': { readonly key: string };
  'key-refused': { readonly rule: string };
  /** Nobody can check who signed without a key that came another way; `where` is what was to be verified. */
  'verifier-key-needed': { readonly where: string };
  'checkpoint-invalid': { readonly rule: string };
  'tile-invalid': { readonly tile: string; readonly rule: string };
  'receipt-invalid': { readonly rule: string };
  'policy-invalid': { readonly line: number; readonly rule: string };
  'witness-quorum': { readonly have: readonly string[]; readonly need: string };
  /** A witness holds another history under our origin, or a longer one. */
  'log-forked': { readonly witness: string; readonly ours: number; readonly theirs: number };
  'log-key-missing': { readonly key: string };

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

/** The separations of duties of DESIGN §7, enforced in the decider. */
export type SeparationRule = 'SOD-1' | 'SOD-2' | 'SOD-6' | 'SOD-7' | 'SOD-8' | 'SOD-9' | 'SOD-10';

export type ErrorCode = keyof Refusals;

/** A refusal that the caller can act on. Anything else thrown is a bug. */
export class LedgerError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C;
  readonly facts: Refusals[C];

  /** The separation of duties that refused, where one did. */
  get rule(): SeparationRule | null {
    return 'rule' in this.facts && this.code === 'separation-of-duties' && isSeparation(this.facts.rule)
      ? this.facts.rule
      : null;
  }

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

const separations: readonly string[] = ['SOD-1', 'SOD-2', 'SOD-6', 'SOD-7', 'SOD-8', 'SOD-9', 'SOD-10'];
const isSeparation = (rule: string): rule is SeparationRule => separations.includes(rule);
