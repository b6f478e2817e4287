import { z } from 'zod';
import { Uuid } from '../../../events/ids.ts';
import { commandSpecs } from '../../../src/commands/catalogue.ts';
import type { Described } from '../../../src/http/openapi/described.ts';
import { systemCommands } from '../../../src/permissions/commands.ts';

const Done = z.strictObject({ command: Uuid, replayed: z.boolean() });

/** A table like the server's own: every command that people may give, and each kind of answer. */
export const table: readonly Described[] = [
  ...commandSpecs
    .filter(({ name, stream }) => stream === 'submission' && !systemCommands.includes(name))
    .map(
      ({ name, data }): Described => ({
        id: name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
        method: 'POST',
        path: name === 'receive-submission' ? '/api/submissions' : `/api/submissions/{submission}/${name}`,
        area: 'submissions',
        summary: name.replaceAll('-', ' '),
        may: { command: name },
        ...(name === 'receive-submission' ? {} : { params: z.strictObject({ submission: Uuid }) }),
        body: data,
        headers: ['idempotency-key'],
        answers: [
          { status: 201, says: 'Recorded.', schema: Done },
          { status: 200, says: 'Recorded before.', schema: Done },
        ],
      }),
    ),
  {
    id: 'listThings',
    method: 'GET',
    path: '/api/things',
    area: 'record',
    summary: 'things',
    may: 'read-events',
    headers: ['accept', 'last-event-id', 'if-none-match'],
    query: z.strictObject({
      limit: z
        .string()
        .regex(/^\d+$/)
        .transform(Number)
        .meta({ type: 'integer', minimum: 1, maximum: 9 })
        .exactOptional(),
      after: z.string(),
    }),
    answers: [
      {
        status: 200,
        says: 'Things.',
        schema: z.strictObject({ items: z.array(Uuid), next: Uuid.nullable() }),
        types: ['application/x-ndjson', 'text/event-stream'],
        tagged: true,
        paged: true,
      },
    ],
  },
  {
    id: 'bringFile',
    method: 'POST',
    path: '/api/files',
    area: 'submissions',
    summary: 'a file',
    may: 'upload-attachment',
    body: 'bytes',
    answers: [{ status: 204, says: 'Kept.', schema: null }],
  },
];
