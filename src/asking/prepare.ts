import { randomBytes } from 'node:crypto';
import { canonical } from '../../events/canonical.ts';
import { createdId } from '../../events/derived-ids.ts';
import { isLedgerError, LedgerError } from '../../events/errors.ts';
import { isJsonObject, toJson } from '../../events/json.ts';
import type { Asked } from '../commands/catalogue.ts';
import { parseAsked, specOf } from '../commands/parse.ts';

export interface Prepared {
  readonly asked: Asked;
  /** The submission's or the erasure's id, or the framework's key; '' where the command has none. */
  readonly subject: string;
}

export interface Asking {
  /** The command's id: what is made here follows from it, so that sending it again asks for the same. */
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
  readonly submission?: string;
  readonly framework?: string;
  readonly erasure?: string;
}

/**
 * A command as a caller gives it, completed by what is made at the edge (a new person's id and secret, a new submission's
 * id) and checked by its schema. @throws LedgerError `unknown-command`, `invalid-command`
 */
export function prepare(asking: Asking): Prepared {
  const { id, name, data } = asking;
  const { stream } = specOf(name);
  const asked = parseAsked(name, isJsonObject(data) ? { ...data, ...madeHere(id, name, data) } : data);
  requireSound(asked);
  return { asked, subject: subjectOf(asking, asked, stream) };
}

function subjectOf(asking: Asking, asked: Asked, stream: string): string {
  const { id, name, submission, framework, erasure } = asking;
  if (stream === 'submission') {
    if (submission !== undefined) return submission;
    if (name === 'receive-submission') return createdId(id, 'submission');
    throw needed(name, 'submission', 'say which one it is about');
  }
  if (stream === 'framework') {
    const key = 'definition' in asked.data ? asked.data.definition.key : undefined;
    const subject = framework ?? key;
    if (subject !== undefined) return subject;
    throw needed(name, 'framework', 'say which one it is about, by its key');
  }
  if (stream === 'erasure') {
    if (erasure !== undefined) return erasure;
    if (name === 'propose-erasure') return createdId(id, 'erasure');
    throw needed(name, 'erasure', 'say which one it is about');
  }
  return '';
}

export const needed = (command: string, field: string, rule: string): LedgerError =>
  new LedgerError('invalid-command', `${command}: ${field}: ${rule}`, { command, field, rule });

/** Whoever chose a person's id or secret could tell their pseudonyms. @throws LedgerError `invalid-command` */
function madeHere(id: string, name: string, data: object): object {
  if (name !== 'register-person') return {};
  for (const field of ['person', 'secret']) {
    if (Object.hasOwn(data, field)) throw needed(name, field, 'is made by the ledger and not accepted');
  }
  return { person: createdId(id, 'person'), secret: randomBytes(32).toString('base64url') };
}

/** Text that no canonical JSON can hold is the caller's mistake, not damage of the record. */
function requireSound({ name, data }: Asked): void {
  try {
    canonical(toJson(data));
  } catch (error) {
    if (!isLedgerError(error) || error.code !== 'not-canonical' || !('path' in error.facts)) throw error;
    throw needed(name, error.facts.path.slice(1).replaceAll('/', '.'), error.message);
  }
}
