import { v7 } from 'uuid';
import { canonical } from '../../events/canonical.ts';
import { isLedgerError, LedgerError } from '../../events/errors.ts';
import { toJson } from '../../events/json.ts';
import { specOf } from '../commands/parse.ts';
import type { Ledger } from '../folder/open-ledger.ts';
import { type Accepted, streamOf } from '../handle/command.ts';
import { type Context, writeJson } from './context.ts';
import { type ExitCode, exit } from './exit-codes.ts';
import type { Given } from './given.ts';
import { writing } from './opened-ledger.ts';
import { type Founder, founders, inWords, Names } from './people.ts';
import { type Asking, type Prepared, prepare } from './prepare.ts';
import { listing } from './table.ts';

/** What a verb wants done. It is made with the ledger open, because ids may be given by their beginning. */
export type AskFor = (ledger: Ledger) => Omit<Asking, 'id'> | Promise<Omit<Asking, 'id'>>;

/** Does a command through the one door: shows it to a person before, and tells what was recorded after. */
export async function act(context: Context, given: Given, askFor: AskFor): Promise<ExitCode> {
  const id = given.uuid('id') ?? v7();
  const who = given.oneOf('as', founders) ?? 'operator';
  return writing(context, async (ledger) => {
    // What another process recorded before has to show to whoever names it.
    await ledger.projector.waitFor();
    const prepared = prepare({ id, ...(await askFor(ledger)) });
    requireSound(prepared);
    if (!given.flag('yes') && !(await isConfirmed(context, ledger, prepared, who))) return exit.refused;
    const accepted = await handled(ledger, prepared, id, who);
    await ledger.projector.waitFor(accepted.position);
    await told(context, prepared, id, accepted);
    return exit.ok;
  });
}

async function handled(
  ledger: Ledger,
  { asked, subject }: Prepared,
  id: string,
  who: Founder,
): Promise<Accepted> {
  try {
    return await ledger.handler.handle({ id, asked, subject, actor: ledger[who], via: 'operator' });
  } catch (error) {
    // A field that only the event asks for: to the caller it is a field of the command.
    if (!isLedgerError(error) || error.code !== 'invalid-event' || !('field' in error.facts)) throw error;
    const { field } = error.facts;
    if (!error.message.endsWith('is required')) throw error;
    throw invalidField(asked.name, field, 'is required');
  }
}

/** Text that no canonical JSON can hold is the caller's mistake, not damage of the record. */
function requireSound({ asked }: Prepared): void {
  try {
    canonical(toJson(asked.data));
  } catch (error) {
    if (!isLedgerError(error) || error.code !== 'not-canonical' || !('path' in error.facts)) throw error;
    throw invalidField(asked.name, error.facts.path.slice(1).replaceAll('/', '.'), error.message);
  }
}

const invalidField = (command: string, field: string, rule: string): LedgerError =>
  new LedgerError('invalid-command', `${command}: ${field}: ${rule}`, { command, field, rule });

async function isConfirmed(
  { terminal, json }: Context,
  ledger: Ledger,
  { asked, subject }: Prepared,
  who: Founder,
): Promise<boolean> {
  if (json || !terminal.person.in || !terminal.person.err) return true;
  const name = inWords(await new Names(ledger).of(ledger[who]));
  const stream = streamOf(specOf(asked.name).stream, subject);
  const data = Object.entries(asked.data).filter(([field]) => field !== 'secret');
  const pairs = data.map(([field, value]): [string, string] => [
    field,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  terminal.say(`${asked.name}, by ${name} (${who}), in ${stream}:\n${listing(pairs, terminal.columns)}`);
  terminal.say('What is recorded stays on record: it can be corrected by a later entry, never taken back.\n');
  if (/^y(es)?$/i.test((await terminal.ask('Record it? [y/N] ')).trim())) return true;
  terminal.say('Nothing was recorded.\n');
  return false;
}

async function told(
  context: Context,
  { asked, subject }: Prepared,
  id: string,
  accepted: Accepted,
): Promise<void> {
  const { stream, events, recordedAt, replayed } = accepted;
  const person = asked.name === 'register-person' ? { person: asked.data.person } : {};
  const submission = specOf(asked.name).stream === 'submission' ? { submission: subject } : {};
  if (context.json) {
    await writeJson(context, { command: id, ...submission, ...person, stream, events, recordedAt, replayed });
    return;
  }
  const { terminal, moment } = context;
  const verdict = replayed ? 'recorded before; nothing was added' : 'recorded';
  const pairs = [
    ...Object.entries({ ...submission, ...person }),
    ['stream', stream] as const,
    ...events.map(({ type, revision, id: event }) => [type, `revision ${revision}, event ${event}`] as const),
    ['at', moment(recordedAt)] as const,
    ['command', id] as const,
  ];
  await terminal.write(`${asked.name}: ${verdict}\n${listing(pairs, terminal.columns)}`);
}
