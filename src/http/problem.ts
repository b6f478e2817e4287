import { type ErrorCode, isLedgerError, type LedgerError } from '../../events/errors.ts';

/** An RFC 9457 problem. `type` is stable; what else it says comes from the refusal. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly facts?: object;
  readonly instance?: string;
}

/** The only place that knows HTTP statuses. */
export const statuses: Readonly<Record<ErrorCode, number>> = {
  'not-canonical': 500,
  'too-large': 413,
  'invalid-store-call': 500,
  'unknown-position': 404,
  'revision-conflict': 412,
  'idempotency-mismatch': 409,
  'outcome-unknown': 503,
  'stream-destroyed': 500,
  'integrity-violation': 500,
  'store-unavailable': 503,
  'store-read-only': 503,
  'store-full': 507,
  'ledger-locked': 503,
  'schema-mismatch': 500,
  'port-unavailable': 500,
  'invalid-time': 400,
  'ledger-newer-than-software': 503,
  'invalid-event': 500,
  'disclosure-mismatch': 500,
  'invalid-command': 400,
  'unknown-command': 404,
  'unknown-reference': 422,
  'already-exists': 409,
  'not-found': 404,
  'not-permitted': 403,
  'operator-cannot-vote': 403,
  'separation-of-duties': 403,
  // Whoever is fenced off learns no more than a stranger does (DESIGN §11).
  fenced: 404,
  'wrong-phase': 409,
  late: 409,
  'import-closed': 409,
  'seat-recused': 403,
  'seat-vacant': 409,
  'left-team': 403,
  'interest-undeclared': 403,
  'interest-uncleared': 403,
  'not-in-team': 422,
  'already-seated': 409,
  'seat-taken': 409,
  'seat-judged': 409,
  'recusal-computed': 409,
  'panel-incomplete': 409,
  'quorum-possible': 409,
  'invalid-deadline': 422,
  'framework-retired': 409,
  'version-changed': 412,
  'criteria-changed': 412,
  'listed-as-material': 422,
  'screening-outdated': 409,
  'presumption-stands': 409,
  'findings-missing': 422,
  'position-not-allowed': 422,
  'visibility-not-allowed': 422,
  'seat-exhausted': 409,
  'concern-ended': 409,
  'concern-not-adoptable': 409,
  'own-concern': 403,
  'outcome-not-allowed': 409,
  'not-due': 409,
  'already-done': 409,
  'last-log-key': 409,
  'not-judged': 403,
  'wrong-standing': 409,
  'condition-broken': 409,
  'review-sealed': 409,
  held: 409,
  retention: 409,
  'review-open': 409,
  'not-signed-in': 401,
  'code-refused': 401,
  'too-many-attempts': 429,
  'token-limit': 409,
  'invalid-history': 422,
  'vault-key-missing': 503,
  'vault-key-wrong': 503,
  'disclosure-missing': 409,
  'disclosure-damaged': 500,
  'vault-missing': 503,
  'blob-unknown': 422,
  'blob-taken': 409,
  'import-key-missing': 503,
  'key-exists': 409,
  'key-exposed': 503,
  'key-malformed': 503,
  'proof-invalid': 422,
  'note-invalid': 422,
  'signature-invalid': 422,
  'key-refused': 422,
  'verifier-key-needed': 422,
  'checkpoint-invalid': 422,
  'tile-invalid': 422,
  'receipt-invalid': 422,
  'policy-invalid': 422,
  'witness-quorum': 503,
  'log-forked': 503,
  'log-key-missing': 503,
};

/** What only HTTP can refuse. */
export const httpStatuses = {
  'invalid-request': 400,
  'unknown-parameter': 400,
  'no-such-page': 404,
  'method-not-allowed': 405,
  'misdirected-host': 421,
  'uri-too-long': 414,
  'too-many-followers': 503,
  'too-many-requests': 429,
  'unsupported-media-type': 415,
  'idempotency-key-missing': 400,
  'precondition-required': 428,
  stale: 412,
  'cross-site': 403,
} as const;
export type HttpCode = keyof typeof httpStatuses;

/** A request that cannot be answered for a reason of HTTP itself. */
export class HttpRefusal extends Error {
  readonly code: HttpCode;
  readonly facts: object;

  constructor(code: HttpCode, message: string, facts: object = {}) {
    super(message);
    this.name = 'HttpRefusal';
    this.code = code;
    this.facts = facts;
  }
}

/** What the caller is told. A fault of ours is told without any detail; the log has it under the request's id. */
export function problemOf(error: unknown): Problem {
  if (error instanceof HttpRefusal)
    return problem(error.code, httpStatuses[error.code], error.message, error.facts);
  if (isLedgerError(error)) return ofRefusal(error);
  return problem(
    'unexpected',
    500,
    'something went wrong on our side; the log has it under this request’s id',
  );
}

function ofRefusal({ code, message, facts }: LedgerError): Problem {
  const status = statuses[code];
  // Messages of a damaged store may name paths and bytes of it: they are for the operator.
  return status >= 500
    ? problem(code, status, 'the ledger cannot answer this now; its operator finds the reason in the log')
    : problem(code, status, message, facts);
}

const problem = (code: string, status: number, detail: string, facts?: object): Problem => ({
  type: `/problems/${code}`,
  title: code.replaceAll('-', ' '),
  status,
  detail,
  ...(facts === undefined || Object.keys(facts).length === 0 ? {} : { facts }),
});
