import { z } from 'zod';
import { maxBlobBytes } from '../../vault/vault.ts';
import { viewerIn } from '../asked-of.ts';
import { HttpRefusal } from '../problem.ts';
import { type Route, route } from '../route.ts';
import { SubmissionParams } from './shapes.ts';

const MediaType = /^[a-z0-9.+-]+\/[a-z0-9.+-]+$/;

const Uploaded = z
  .strictObject({
    blob: z.uuid(),
    sha256: z.string(),
    bytes: z.int(),
    mediaType: z.string(),
  })
  .meta({ id: 'Uploaded', description: 'with a name beside it, what a command takes as an attachment' });

export const attachmentRoutes: readonly Route[] = [
  route({
    id: 'uploadAttachment',
    method: 'POST',
    path: '/api/attachments',
    area: 'submissions',
    summary: `brings a file of at most ${maxBlobBytes / 1024 / 1024} MiB for a command; within a day, or it is let go of`,
    may: 'upload-attachment',
    body: 'bytes',
    answers: [{ status: 201, says: 'It is kept for the command that names it.', schema: Uploaded }],
    refuses: ['too-large', 'unsupported-media-type', 'too-many-requests'],
    answer: async ({ ledger, uploads }, asked) => {
      const mediaType = asked.mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
      if (!MediaType.test(mediaType))
        throw new HttpRefusal(
          'unsupported-media-type',
          'Content-Type: the type of the file, like application/pdf',
          {
            accepted: ['type/subtype'],
          },
        );
      const { person } = viewerIn(asked);
      const { id, sha256, bytes } = await uploads.taking(
        person,
        asked.signal,
        () => ledger.vault.putBlob(asked.bytes),
        maxBlobBytes,
      );
      return { status: 201, content: { json: { blob: id, sha256, bytes, mediaType } } };
    },
  }),
  route({
    id: 'readAttachment',
    method: 'GET',
    path: '/api/submissions/{submission}/attachments/{blob}',
    area: 'submissions',
    summary: 'a file of a submission',
    may: 'read-attachment',
    params: SubmissionParams.extend({ blob: z.uuid() }),
    answers: [
      {
        status: 200,
        says: 'Its bytes, to be saved, never shown.',
        schema: null,
        types: ['application/octet-stream'],
      },
    ],
    refuses: ['not-found'],
    answer: async ({ members }, asked) => {
      const { submission, blob } = asked.params;
      const file = await members.attachment(viewerIn(asked), submission, blob);
      const name = encodeURIComponent(file.name);
      return {
        headers: { 'Content-Disposition': `attachment; filename*=UTF-8''${name}` },
        // What somebody uploaded is never a page of ours, whatever they called it.
        content: { bytes: file.content, length: file.bytes, type: 'application/octet-stream' },
      };
    },
  }),
];
