import { isLedgerError, LedgerError } from '../../events/errors.ts';
import type { Accepted, Command } from '../handle/command.ts';
import type { Handler } from '../handle/handle.ts';

/** Hands a prepared command to the one door. @throws LedgerError as the handler, in the words of who asked */
export async function handOver(handler: Pick<Handler, 'handle'>, command: Command): Promise<Accepted> {
  try {
    return await handler.handle(command);
  } catch (error) {
    // A field that only the event asks for: to the caller it is a field of the command.
    if (!isLedgerError(error) || error.code !== 'invalid-event' || !('field' in error.facts)) throw error;
    if (!error.message.endsWith('is required')) throw error;
    const { field } = error.facts;
    const rule = 'is required';
    const { name } = command.asked;
    throw new LedgerError('invalid-command', `${name}: ${field}: ${rule}`, { command: name, field, rule });
  }
}
