import { LedgerError } from '../../events/errors.ts';
import type { CodeKind } from './codes.ts';

const maxLabel = 80;

/** One answer for a code that is unknown, mistyped, used, replaced or expired. */
export const codeRefused = (kind: CodeKind): LedgerError<'code-refused'> =>
  new LedgerError(
    'code-refused',
    `this ${kind.replaceAll('-', ' ')} is not good: mistyped, used, replaced or expired; ask for a new one`,
    { kind },
  );

export const invalid = (command: string, field: string, rule: string): LedgerError<'invalid-command'> =>
  new LedgerError('invalid-command', `${command}: ${field}: ${rule}`, { command, field, rule });

/** @throws LedgerError `invalid-command` */
export function requireDays(command: string, days: number, most: number): number {
  if (Number.isSafeInteger(days) && days >= 1 && days <= most) return days;
  throw invalid(command, 'days', `must be a whole number from 1 to ${most}`);
}

/** @throws LedgerError `invalid-command` */
export function requireLabel(command: string, label: string): string {
  if (label.trim() !== '' && label.length <= maxLabel && !/\p{C}/u.test(label)) return label;
  throw invalid(command, 'label', `must be 1 to ${maxLabel} characters in one line`);
}

export const issueCommand = 'issue-enrolment-code';

export const ownCode = (): LedgerError<'separation-of-duties'> =>
  new LedgerError(
    'separation-of-duties',
    'nobody issues an enrolment code for themselves; somebody else has to',
    {
      rule: 'SOD-7',
      command: issueCommand,
    },
  );

export const tokenHeld = (): LedgerError<'not-permitted'> =>
  new LedgerError(
    'not-permitted',
    'the person has a token, or had one: while it lives they make further ones themselves, and after that the operator at the machine issues a code',
    { command: issueCommand, accepted: ['operator'] },
  );

export const tokenNotFound = (id: string): LedgerError<'not-found'> =>
  new LedgerError('not-found', `there is no token ${id.slice(0, 36)}`, {
    what: 'token',
    id: id.slice(0, 36),
  });
