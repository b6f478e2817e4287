import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { packageRoot } from '../package-root.ts';
import { listed } from '../store/events.ts';
import { Follower } from './follower.ts';
import { type Answered, asked, codeOf, type ServedWorld } from './served-world.ts';
import { servedReview } from './under-review.ts';

const Frameworks = z.object({
  frameworks: z.array(z.object({ key: z.string(), versions: z.array(z.object({ version: z.number() })) })),
});

describe('the public listener', () => {
  let up: ServedWorld;
  let bodies: readonly string[] = [];
  before(async () => {
    // More events than it keeps places of, so that a place is looked for.
    up = await servedReview('ana', 'ben');
    while (bodies.length < 600) {
      for (let i = 0; i < 50; i += 1)
        await up.world.act('ben', 'add-comment', { text: `MARK ${i}`, visibility: 'panel' });
      bodies = (await listed(up.world.store.readAll())).map(({ body }) => body);
    }
    let events = 0;
    while (events < bodies.length)
      ({ events } = z.object({ events: z.number() }).parse((await up.publicly('/health')).json()));
  });
  after(() => up.close());

  const next = ({ headers }: Answered): string | null =>
    /^<(.*)>; rel="next"$/.exec(String(headers['link'] ?? ''))?.[1] ?? null;
  async function pages(path: string): Promise<readonly string[]> {
    const got: string[] = [];
    for (let at: string | null = path; at !== null; ) {
      const answered: Answered = await up.publicly(at);
      expect(answered.status, at).to.equal(200);
      got.push(answered.body);
      at = next(answered);
    }
    return got;
  }
  const joined = (some: readonly string[]): string => some.map((body) => `${body}\n`).join('');

  it('begins with what there is, as text or as JSON', async () => {
    expect((await up.publicly('/')).body).to.contain('/frameworks/{key}/versions/{n}');
    const answered = await up.publicly('/', { accept: 'application/json' });
    expect(answered.json()).to.have.nested.property('paths./events');
    expect((await up.publicly('/health')).json()).to.include({ status: 'ok', whole: true });
  });

  it('gives the log byte for byte, page by page, from any index', async () => {
    expect((await pages('/events?limit=97')).join('')).to.equal(joined(bodies));
    for (const after of [0, 1, 254, 255, 256, 257, 511, 512, bodies.length - 2]) {
      const answered = await up.publicly(`/events?after=${after}&limit=3`);
      expect(answered.body, String(after)).to.equal(joined(bodies.slice(after + 1, after + 4)));
      expect(answered.headers['content-type']).to.match(/^application\/x-ndjson/);
    }
    expect((await up.publicly(`/events?after=${bodies.length - 1}`)).body).to.equal('');
    const beyond = await up.publicly(`/events?after=${bodies.length}`);
    expect(beyond.json()).to.deep.include({
      status: 400,
      facts: {
        field: 'after',
        rule: `the log ends with index ${bodies.length - 1}`,
        head: bodies.length - 1,
      },
    });
  });

  it('sends events whose ids are indexes, and goes on where a reader was cut off', async () => {
    const from = bodies.length - 3;
    const reader = await Follower.of(up.served.publicUrl ?? '', `/events?after=1`, {
      accept: 'text/event-stream',
      'last-event-id': String(from),
    });
    const got = await reader.until((text) => text.includes(`id: ${bodies.length - 1}\n`));
    expect(got).to.contain(
      `id: ${from + 1}\ndata: ${bodies[from + 1]}\n\nid: ${from + 2}\ndata: ${bodies[from + 2]}\n\n`,
    );
    expect(got).not.to.contain(`id: ${from}\n`);
    reader.leave();
    const wrong = await up.publicly('/events', { accept: 'text/event-stream', 'last-event-id': 'x' });
    expect([wrong.status, codeOf(wrong)]).to.deep.equal([400, 'invalid-request']);
  });

  it('gives the frameworks and each version whole, from the log alone', async () => {
    const { frameworks } = Frameworks.parse((await up.publicly('/frameworks')).json());
    expect(frameworks).to.deep.equal([{ key: 'tests', versions: [{ version: 1 }] }]);
    const shown = (await up.publicly('/frameworks/tests/versions/1')).json();
    expect(shown).to.include({ key: 'tests', version: 1 });
    for (const path of [
      '/frameworks/tests/versions/99',
      '/frameworks/none/versions/1',
      '/frameworks/%00/versions/x',
    ]) {
      const answered = await up.publicly(path);
      expect([answered.status, codeOf(answered)], path).to.deep.equal([404, 'not-found']);
    }
  });

  it('shows nothing that is sealed, and no page of those who take part', async () => {
    const all = (await pages('/events')).join('');
    for (const text of ['MARK', 'Convoy', 'Reasons of', 'Name of', '"support"'])
      expect(all.includes(text), text).to.equal(false);
    const { submission } = up.world;
    for (const path of [
      `/submissions/${submission}`,
      '/api/me',
      `/api/submissions/${submission}`,
      '/metrics',
      '/ready',
    ])
      expect(
        (await up.publicly(path, { authorization: `Bearer ${up.as('aud').token}` })).status,
        path,
      ).to.equal(404);
  });

  it('is only read', async () => {
    const port = Number(new URL(up.served.publicUrl ?? '').port);
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const answered = await asked(port, method, '/events');
      expect([answered.status, answered.headers.allow]).to.deep.equal([405, 'GET, HEAD']);
    }
    for (const path of ['/events', '/events?follow=true', '/frameworks'])
      expect(await asked(port, 'HEAD', path), path).to.include({ status: 200, body: '' });
  });

  it('is made of modules that know neither the vault nor the views', async () => {
    const seen = new Set<string>();
    const look = async (file: string): Promise<void> => {
      if (seen.has(file)) return;
      seen.add(file);
      const text = await readFile(file, 'utf8');
      // A type alone is gone when it runs.
      const imports = text.matchAll(/^(?:import|export) (?!type )[^;]*?from '(\.[^']+)'/gms);
      for (const [, path = ''] of imports) await look(join(dirname(file), path));
    };
    await look(join(packageRoot, 'src/http/public/serve-public.ts'));
    const reached = [...seen].map((file) => relative(packageRoot, file));
    expect(reached).to.include('src/http/public/public-log.ts');
    for (const apart of [
      'src/vault/',
      'src/projector/',
      'src/members/',
      'src/identity/',
      'src/handle/',
      'src/access/',
    ])
      expect(
        reached.filter((file) => file.startsWith(apart)),
        apart,
      ).to.deep.equal([]);
  });
});
