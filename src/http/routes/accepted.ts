import { z } from 'zod';
import { openedField } from '../../../events/opening.ts';
import { addDays, Day } from '../../../events/time.ts';
import type { Prepared } from '../../asking/prepare.ts';
import { specOf } from '../../commands/parse.ts';
import type { Accepted } from '../../handle/command.ts';
import { keyCopyDays } from '../../vault/vault.ts';
import type { Answer, AnswerSpec } from '../route.ts';
import { Stamp } from './shapes.ts';

/** A command that was taken, with the receipt of what it was for; null while no checkpoint covers it. */
export interface Receipted extends Accepted {
  readonly receipt: string | null;
}

/** Openings stand before the decision that they are for: the act itself is the first that is none. */
export function provedEvent({ events }: Pick<Accepted, 'events'>): string {
  const isOpening = (type: string): boolean => Object.hasOwn(openedField, type);
  return (events.find(({ type }) => !isOpening(type)) ?? events[0])?.id ?? '';
}

export const receiptAddress = (event: string): string => `/api/receipts/${event}`;

/** The answer to a command that was taken, the same when it is sent again. */
export const AcceptedCommand = z
  .strictObject({
    command: z.uuid().meta({ description: 'the Idempotency-Key' }),
    stream: z.string(),
    submission: z.uuid().optional(),
    erasure: z.uuid().optional(),
    person: z.uuid().optional().meta({ description: 'the directory id of who was registered' }),
    events: z.array(z.strictObject({ id: z.uuid(), type: z.string(), revision: z.int().min(0) })).min(1),
    recordedAt: Stamp,
    keysInBackupsUntil: Day.optional().meta({
      description:
        'of an erasure that is agreed to: until when copies of the key file may still open the texts',
    }),
    receiptOf: z.uuid().meta({ description: 'the event that the receipt proves' }),
    receipt: z.string().nullable().meta({
      description:
        'that the event is in the signed log (C2SP tlog-proof); null while no checkpoint covers it',
    }),
    receiptAt: z.string().meta({ description: 'where the receipt can be had at any time' }),
    replayed: z.boolean().meta({ description: 'true when it had been recorded before' }),
  })
  .meta({ id: 'AcceptedCommand' });

export const acceptedAnswers: readonly AnswerSpec[] = [
  { status: 201, says: 'It is on record, and under a signed checkpoint.', schema: AcceptedCommand },
  { status: 202, says: 'It is on record; its receipt follows at `receiptAt`.', schema: AcceptedCommand },
  { status: 200, says: 'It was on record before; nothing was added.', schema: AcceptedCommand },
];

export function acceptedAnswer(
  command: string,
  { asked, subject }: Prepared,
  { receipt, ...accepted }: Receipted,
): Answer {
  const { stream, events, recordedAt, replayed } = accepted;
  const receiptOf = provedEvent(accepted);
  const location = locationOf(asked.name, subject);
  return {
    status: receipt === null ? 202 : replayed ? 200 : 201,
    ...(location === null ? {} : { headers: { Location: location } }),
    content: {
      json: {
        command,
        stream,
        ...(specOf(asked.name).stream === 'submission' ? { submission: subject } : {}),
        ...(specOf(asked.name).stream === 'erasure' ? { erasure: subject } : {}),
        ...(asked.name === 'register-person' ? { person: asked.data.person } : {}),
        events,
        recordedAt,
        ...(asked.name === 'approve-erasure'
          ? { keysInBackupsUntil: addDays(recordedAt, keyCopyDays).slice(0, 10) }
          : {}),
        receiptOf,
        receipt,
        receiptAt: receiptAddress(receiptOf),
        replayed,
      },
    },
  };
}

/** Where what it made is read. */
function locationOf(name: string, subject: string): string | null {
  if (name === 'receive-submission') return `/api/submissions/${subject}`;
  return name === 'propose-erasure' ? `/api/erasures/${subject}` : null;
}
