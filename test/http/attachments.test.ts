import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { asked, codeOf, ServedWorld } from './served-world.ts';

const Uploaded = z.object({ blob: z.string(), sha256: z.string(), bytes: z.number(), mediaType: z.string() });
const content = Buffer.from('<script>alert("plan")</script>');

describe('files over HTTP', () => {
  let up: ServedWorld;
  let submission = '';
  let file = Uploaded.parse({ blob: '', sha256: '', bytes: 0, mediaType: '' });
  before(async () => {
    up = await ServedWorld.open();
    const brought = await asked(up.served.port, 'POST', '/api/attachments', {
      body: content,
      headers: { authorization: `Bearer ${up.as('sub').token}`, 'content-type': 'text/html; charset=utf-8' },
    });
    expect(brought.status).to.equal(201);
    file = Uploaded.parse(brought.json());
    expect(file).to.include({ bytes: content.length, mediaType: 'text/html' });
    const received = await up.as('sub').act('', 'receive-submission', {
      framework: 'tests',
      fields: { title: 'Convoy routing', purpose: 'Plan routes' },
      attachments: { plan: { ...file, name: 'plan “één”.html' } },
    });
    submission = received.submission ?? '';
  });
  after(() => up.close());
  const path = () => `/api/submissions/${submission}/attachments/${file.blob}`;

  it('come back whole to whoever may open them, to be saved and never shown', async () => {
    for (const name of ['sub', 'sec'] as const) {
      const { status, body, headers } = await up.as(name).get(path());
      expect([status, body]).to.deep.equal([200, content.toString()]);
      expect(headers).to.deep.include({
        'content-type': 'application/octet-stream',
        'content-length': String(content.length),
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('plan “één”.html')}`,
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
      });
    }
  });

  it('are not there for anybody else, as others are not', async () => {
    const masked = (body: string): string => body.replaceAll(/[0-9a-f-]{36}/g, 'ID');
    const foreign = await up.as('ana').get(path());
    const missing = await up.as('ana').get(`/api/submissions/${randomUUID()}/attachments/${file.blob}`);
    expect([foreign.status, masked(foreign.body)]).to.deep.equal([404, masked(missing.body)]);
    const other = await up.as('sub').get(`/api/submissions/${submission}/attachments/${randomUUID()}`);
    expect([other.status, codeOf(other)]).to.deep.equal([404, 'not-found']);
  });

  it('say how long they are to whoever asks for no more', async () => {
    const { status, body, headers } = await asked(up.served.port, 'HEAD', path(), {
      headers: { authorization: `Bearer ${up.as('sub').token}` },
    });
    expect([status, body, headers['content-type']]).to.deep.equal([200, '', 'application/octet-stream']);
  });

  it('are of one command: another does not take them again', async () => {
    const again = await up.as('sub').post(
      '/api/submissions',
      {
        framework: 'tests',
        fields: { title: 'Another', purpose: 'Plan' },
        attachments: { again: { ...file, name: 'again.html' } },
      },
      { 'idempotency-key': randomUUID() },
    );
    expect([again.status, codeOf(again)]).to.deep.equal([409, 'blob-taken']);
  });
});
