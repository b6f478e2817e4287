import type { ErrorCode } from '../../events/errors.ts';
import { isLedgerError, type LedgerError } from '../../events/errors.ts';
import { problemKind } from '../problems/problems.ts';
import { type ExitCode, exit, exitCodes } from './exit-codes.ts';
import { printable, wrapped } from './printable.ts';
import { ReachError } from './reach/reach-error.ts';
import { listing } from './table.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** What to do about a refusal at a command line, where that differs from what is said of it anywhere. */
const remedies: Readonly<Partial<Record<ErrorCode, string>>> = {
  'ledger-locked':
    'Wait until that process is done. A running server is found by itself, and acts then go through it.',
  'operator-cannot-vote':
    'Without a token the registered operator acts, and this is an act of a person: --token-file F. govledger token enrol PERSON is where one begins.',
  'not-permitted':
    'Without a token the registered operator acts. Somebody else acts by their token: --token-file F; govledger whoami says who that is.',
  'not-signed-in':
    'A token is given by --token-file F, GOVLEDGER_TOKEN_FILE or GOVLEDGER_TOKEN. Who has no live one asks a registrar for an enrolment code and redeems it: govledger token redeem.',
  'unknown-command':
    'govledger schema commands lists them; govledger schema history is the form of a history.',
  'schema-mismatch': 'govledger doctor says what is there; govledger rebuild makes the views anew.',
  'integrity-violation':
    'Stop writing to this ledger, keep the folder as it is, and compare it with a backup.',
  'disclosure-damaged':
    'Stop writing to this ledger, keep the folder as it is, and compare it with a backup.',
};

interface Telling {
  readonly json: boolean;
  /** Where the token came from that was shown; null where the operator acted. */
  readonly token: string | null;
}

/** Tells of anything thrown, and with which exit code the process ends. A refusal has no stack, a bug has. */
export function tell(error: unknown, terminal: Terminal, { json, token }: Telling): ExitCode {
  const [code, told] = toldOf(error, token);
  terminal.say(json ? `${JSON.stringify({ error: told.document })}\n` : inWords(told, terminal.person.err));
  return code;
}

interface Told {
  readonly document: { readonly code: string; readonly message: string; readonly facts: object };
  readonly details: readonly (readonly [string, string])[];
  readonly remedy: string | null;
}

function toldOf(error: unknown, token: string | null): readonly [ExitCode, Told] {
  if (isLedgerError(error)) return [exitCodes[error.code], refusalOf(error, token)];
  if (error instanceof UsageError) {
    const { message, field } = error;
    const facts = { field };
    return [exit.usage, { document: { code: 'usage', message, facts }, details: [], remedy: null }];
  }
  if (error instanceof ReachError) {
    const { code, message, facts, remedy } = error;
    const details = [['code', code] as const, ...detailsOf(facts)];
    return [error.exit, { document: { code, message, facts }, details, remedy: remedy ?? remedyOf(code) }];
  }
  if (isSystemError(error)) {
    const { code = '', syscall = '', path = '' } = error;
    const message = `the system refused ${syscall} ${path}: ${code}`.replaceAll('  ', ' ');
    return [
      exit.refused,
      { document: { code: 'system', message, facts: { code, syscall, path } }, details: [], remedy: null },
    ];
  }
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const document = { code: 'unexpected', message, facts: {} };
  const remedy = `This is a fault of govledger, not yours. Where it happened:\n${stack.split('\n').slice(1, 6).join('\n')}`;
  return [exit.refused, { document, details: [], remedy }];
}

/** A file or an address that cannot be had is no fault of the program. */
const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';

function refusalOf({ code, message, facts }: LedgerError, token: string | null): Told {
  return {
    document: { code, message, facts },
    details: [['code', code], ...detailsOf(facts)],
    remedy: remedyFor(code, facts, token),
  };
}

function remedyFor(code: ErrorCode, facts: object, token: string | null): string | null {
  if (code === 'not-permitted' && token !== null)
    return `It was asked in the name of the person whose token ${token} gives; govledger whoami says who that is. ${remedyOf(code) ?? ''}`;
  // Only of a submission is anybody told that there is none although there is one.
  if (code === 'not-found' && !('what' in facts && facts.what === 'submission')) return 'Check the id.';
  return remedies[code] ?? remedyOf(code);
}

/** What is said of a code in `docs/problems.md`; a wrong call says by itself what would be right. */
function remedyOf(code: string): string | null {
  const kind = problemKind(code);
  return kind === null || kind.exitCode === exit.usage ? null : kind.remedy;
}

const detailsOf = (facts: object): readonly (readonly [string, string])[] =>
  Object.entries(facts).flatMap(([name, value]) =>
    isPlain(value) ? [[name, String(value)] as const] : listed(name, value),
  );

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' ? value !== '' : typeof value === 'number' || typeof value === 'boolean';

function listed(name: string, value: unknown): readonly (readonly [string, string])[] {
  if (!Array.isArray(value) || value.length === 0) return [];
  if (value.every(isPlain)) return [[name, value.join(', ')]];
  return value.map((each) => [name, findingInWords(each)]);
}

/** A finding in a history: `joss.ndjson:12: by: names nobody (reference)`. */
function findingInWords(finding: unknown): string {
  if (typeof finding !== 'object' || finding === null) return String(finding);
  if ('revision' in finding && 'type' in finding && 'recordedAt' in finding)
    return `revision ${finding.revision}: ${finding.type}, ${finding.recordedAt}`;
  const { file, line, field, message, rule, ...rest } = {
    ...{ file: '', line: '', field: '', message: '', rule: '' },
    ...finding,
  };
  const where = field === '' ? '' : `${field}: `;
  return file === '' ? JSON.stringify(rest) : `${file}:${line}: ${where}${message} (${rule})`;
}

const width = 80;

function inWords({ document, details, remedy }: Told, person: boolean): string {
  const columns = person ? width : null;
  const lines = wrapped(
    `govledger: ${printable(document.message)}`,
    (columns ?? Number.MAX_SAFE_INTEGER) - 2,
  );
  const told = `${lines.join('\n  ')}\n${listing(details, columns)}`;
  return remedy === null ? told : `${told}${inLines(remedy, columns)}`;
}

const inLines = (text: string, columns: number | null): string =>
  text
    .split('\n')
    .flatMap((line) => (line.startsWith(' ') || columns === null ? [line] : wrapped(line, columns)))
    .map((line) => `${line}\n`)
    .join('');
