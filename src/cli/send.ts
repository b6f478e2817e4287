import { z } from 'zod';
import { prepare } from '../asking/prepare.ts';
import { specOf } from '../commands/parse.ts';
import { type Context, writeJson } from './context.ts';
import { dataInWords } from './data-in-words.ts';
import { type ExitCode, exit } from './exit-codes.ts';
import type { Given } from './given.ts';
import { peopleSeen } from './people-seen.ts';
import { inOneLine, wrapped } from './printable.ts';
import { ask, pathOf, type Reach, type Request } from './reach/reach.ts';
import { listing } from './table.ts';

/** A command as it is about to be sent. */
export interface Sending {
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
  /** The submission's or erasure's id, or the framework's key, where it is about one. */
  readonly subject?: string;
  /** The tag of what was looked at. */
  readonly seen?: string | null;
  /** What a person is told before they are asked, beside the data: whose case it is, what it is called. */
  readonly about?: readonly (readonly [string, string])[];
}

const Recorded = z.looseObject({
  command: z.string(),
  stream: z.string(),
  submission: z.string().optional(),
  erasure: z.string().optional(),
  keysInBackupsUntil: z.string().optional(),
  person: z.string().optional(),
  events: z.array(z.looseObject({ id: z.string(), type: z.string(), revision: z.number() })),
  recordedAt: z.string(),
  receiptOf: z.string(),
  receipt: z.string().nullable(),
  replayed: z.boolean(),
});
type Recorded = z.infer<typeof Recorded>;

const Me = z.looseObject({ person: z.string(), name: z.unknown().optional() });

/** Shows a command to a person before, sends it, and tells what was recorded. @throws what refuses it */
export async function send(
  context: Context,
  given: Given,
  reach: Reach,
  sending: Sending,
): Promise<ExitCode> {
  requireFitting(sending);
  if (!given.flag('yes') && !(await isConfirmed(context, reach, sending))) return exit.refused;
  const { says } = await ask(reach, Recorded, requestOf(sending, given.text('ifMatch')));
  if (context.json) await writeJson(context, says);
  else await tell(context, sending, says);
  return exit.ok;
}

function requestOf({ id, name, data, subject, seen }: Sending, ifMatch: string | undefined): Request {
  const tag = ifMatch ?? seen ?? undefined;
  return {
    method: 'POST',
    path: addressOf(name, subject),
    body: z.record(z.string(), z.unknown()).parse(data),
    once: id,
    ...(tag === undefined ? {} : { ifMatch: tag }),
  };
}

function addressOf(name: string, subject = ''): string {
  const { stream } = specOf(name);
  if (name === 'receive-submission') return '/api/submissions';
  if (stream === 'submission')
    return pathOf('/api/submissions/{submission}/{name}', { submission: subject, name });
  if (stream === 'framework')
    return pathOf('/api/frameworks/{framework}/{name}', { framework: subject, name });
  if (name === 'propose-erasure') return '/api/erasures';
  if (stream === 'erasure') return pathOf('/api/erasures/{erasure}/{name}', { erasure: subject, name });
  return pathOf(stream === 'ledger' ? '/api/ledger/{name}' : '/api/directory/{name}', { name });
}

/** What cannot be taken is told before anybody is asked about it. @throws LedgerError `invalid-command` */
function requireFitting({ id, name, data, subject }: Sending): void {
  const { stream } = specOf(name);
  prepare({ id, name, data, ...(subject === undefined ? {} : { [stream]: subject }) });
}

async function isConfirmed(
  { terminal, json }: Context,
  reach: Reach,
  { name, data, subject, about = [] }: Sending,
): Promise<boolean> {
  if (json || !terminal.person.in || !terminal.person.err) return true;
  const { says: me } = await ask(reach, Me, { method: 'GET', path: '/api/me' });
  const known = nameIn(me.name) ?? (await peopleSeen(reach)).get(me.person);
  const who = `${inOneLine(known ?? me.person)}${reach.asPerson ? '' : ' (operator)'}`;
  const pairs = [...about, ...dataInWords(z.record(z.string(), z.unknown()).parse(data))];
  const where = subject === undefined ? '' : `, on ${subject}`;
  const told = (text: string): string => wrapped(text, terminal.columns ?? 80).join('\n');
  terminal.say(`${told(`${name}, by ${who}${where}:`)}\n${listing(pairs, terminal.columns)}`);
  terminal.say(
    `${told('What is recorded stays on record: it can be corrected by a later entry, never taken back.')}\n`,
  );
  if (/^y(es)?$/i.test((await terminal.ask('Record it? [y/N] ')).trim())) return true;
  terminal.say('Nothing was recorded.\n');
  return false;
}

const Named = z.looseObject({ state: z.literal('opened'), text: z.string() });
function nameIn(name: unknown): string | null {
  if (typeof name === 'string') return name;
  const opened = Named.safeParse(name);
  return opened.success ? opened.data.text : null;
}

async function tell({ terminal, moment }: Context, { name }: Sending, recorded: Recorded): Promise<void> {
  const { command, stream, submission, erasure, person, events, recordedAt, receiptOf, receipt, replayed } =
    recorded;
  const verdict = replayed ? 'recorded before; nothing was added' : 'recorded';
  const pairs = [
    ...Object.entries({ submission, erasure, person }).flatMap(([what, id]) =>
      id === undefined ? [] : [[what, id] as const],
    ),
    ['stream', stream] as const,
    ...events.map(({ type, revision, id }) => [type, `revision ${revision}, event ${id}`] as const),
    ['at', moment(recordedAt)] as const,
    ['command', command] as const,
    [
      'receipt',
      `${receipt === null ? 'not signed yet; later: ' : ''}govledger receipt ${receiptOf}`,
    ] as const,
  ];
  const until = recorded.keysInBackupsUntil;
  const warned =
    until === undefined
      ? ''
      : `Copies of vault-keys.db in backups can open these texts until they are deleted, by ${until} at the latest.\n`;
  await terminal.write(`${name}: ${verdict}\n${listing(pairs, terminal.columns)}${warned}`);
}
