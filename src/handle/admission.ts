import { isSystemCommandId } from '../../events/derived-ids.ts';
import { isLedgerError, LedgerError } from '../../events/errors.ts';
import { specOf } from '../commands/parse.ts';
import type { Command } from './command.ts';
import type { History } from './history.ts';

/** A refusal by separation of duties or a fence, of a person's own act on a submission that there is. */
export function goesOnRecord(command: Command, error: unknown): error is LedgerError {
  if (!isLedgerError(error) || command.actor === null || command.imported !== undefined) return false;
  if (specOf(command.asked.name).stream !== 'submission' || command.asked.name === 'receive-submission')
    return false;
  return error.code === 'fenced' || error.code === 'separation-of-duties';
}

/**
 * Version-5 command ids are the system's own: derived from what anybody can see, and so closed to everybody else, who
 * could use one up before it. @throws LedgerError `invalid-command`
 */
export function requireOwnId({ id, via, asked }: Command): void {
  if (isSystemCommandId(id) === (via === 'system')) return;
  const rule = 'a UUID of version 4 or 7';
  throw new LedgerError('invalid-command', `${asked.name}: id: ${rule}`, {
    command: asked.name,
    field: 'id',
    rule,
  });
}

export function requireRevision(command: Command, stream: string, history: History): void {
  if (command.ifRevision === undefined || command.ifRevision === history.revision) return;
  throw new LedgerError('revision-conflict', `${stream} has gone on since revision ${command.ifRevision}`, {
    stream,
    expected: command.ifRevision,
    actual: history.revision < 0 ? 'absent' : history.revision,
  });
}
