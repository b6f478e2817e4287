import { z } from 'zod';
import type { Prepared } from '../../asking/prepare.ts';
import { specOf } from '../../commands/parse.ts';
import type { Accepted } from '../../handle/command.ts';
import type { Answer, AnswerSpec } from '../route.ts';
import { Stamp } from './shapes.ts';

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
    replayed: z.boolean().meta({ description: 'true when it had been recorded before' }),
  })
  .meta({ id: 'AcceptedCommand' });

export const acceptedAnswers: readonly AnswerSpec[] = [
  { status: 201, says: 'It is on record.', schema: AcceptedCommand },
  { status: 200, says: 'It was on record before; nothing was added.', schema: AcceptedCommand },
];

export function acceptedAnswer(command: string, { asked, subject }: Prepared, accepted: Accepted): Answer {
  const { stream, events, recordedAt, replayed } = accepted;
  const location = locationOf(asked.name, subject);
  return {
    status: replayed ? 200 : 201,
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
