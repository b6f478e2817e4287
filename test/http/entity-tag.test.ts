import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { instantFromMillis, millisOf } from '../../events/time.ts';
import { EntityTags } from '../../src/http/entity-tag.ts';
import { definitionOf } from '../handle/world.ts';
import { asked, codeOf, type ServedWorld } from './served-world.ts';
import { servedReview } from './under-review.ts';

const Stale = z.object({
  facts: z.object({ changed: z.array(z.object({ type: z.string() })), current: z.string() }),
});

describe('entity tags', () => {
  let up: ServedWorld;
  let path = '';
  before(async () => {
    up = await servedReview('ana');
    path = `/api/submissions/${up.world.submission}`;
  });
  after(() => up.close());
  const tagOf = async (name: 'sec' | 'cha' | 'sub', at = path): Promise<string> => {
    const { headers } = await up.as(name).get(at);
    return headers.etag ?? '';
  };

  it('spare whoever has it already the answer, in a list and marked weak too', async () => {
    const tag = await tagOf('sec');
    expect(tag).to.match(/^"[A-Za-z0-9_-]{28}"$/);
    for (const given of [tag, `W/${tag}`, `"other", ${tag}`]) {
      const answered = await up.as('sec').get(path, { 'if-none-match': given });
      expect([answered.status, answered.body, answered.headers.etag], given).to.deep.equal([304, '', tag]);
    }
    expect((await up.as('sec').get(path, { 'if-none-match': '"other"' })).status).to.equal(200);
    const head = await asked(up.served.port, 'HEAD', path, {
      headers: { authorization: `Bearer ${up.as('sec').token}`, 'if-none-match': tag },
    });
    expect(head.status).to.equal(304);
  });

  it('stay as they are while only the clock moves', async () => {
    const tag = await tagOf('sec');
    up.world.now = instantFromMillis(millisOf(up.world.now) + 60_000);
    expect(await tagOf('sec')).to.equal(tag);
  });

  it('are one’s own: those of others fit nothing', async () => {
    const tags = new EntityTags();
    const seen = { reading: { same: true }, revision: 1 };
    expect(tags.of('ana', seen)).not.to.equal(tags.of('ben', seen));
    expect(new EntityTags().of('ana', seen)).not.to.equal(tags.of('ana', seen));
    expect(await tagOf('sec')).not.to.equal(await tagOf('cha'));
    const answered = await up.as('cha').post(
      `${path}/propose-decision`,
      { outcome: 'deferred' },
      {
        'idempotency-key': randomUUID(),
        'if-match': await tagOf('sec'),
      },
    );
    expect([answered.status, codeOf(answered)]).to.deep.equal([412, 'stale']);
  });

  it('are asked for as one strong tag: no list, no star, nothing weak', async () => {
    const tag = await tagOf('cha');
    for (const given of ['*', `W/${tag}`, `${tag}, ${tag}`, tag.slice(1, -1), 'x'.repeat(500)]) {
      const answered = await up.as('cha').post(
        `${path}/propose-decision`,
        { outcome: 'deferred' },
        {
          'idempotency-key': randomUUID(),
          'if-match': given,
        },
      );
      expect([answered.status, codeOf(answered)], given).to.deep.equal([400, 'invalid-request']);
    }
  });

  it('of a framework guard who proposes, publishes and retires', async () => {
    const key = () => ({ 'idempotency-key': randomUUID() });
    const at = '/api/frameworks/tests';
    const propose = (version: number, headers: Readonly<Record<string, string>>) =>
      up
        .as('ste')
        .post(
          `${at}/propose-framework`,
          { definition: definitionOf(version), summary: 'Next' },
          { ...key(), ...headers },
        );
    expect((await propose(2, {})).status).to.equal(428);
    const { headers } = await up.as('ste').get(at);
    expect((await propose(2, { 'if-match': headers.etag ?? '' })).status).to.equal(201);
    const late = await propose(3, { 'if-match': headers.etag ?? '' });
    expect(late.status).to.equal(412);
    const { facts } = Stale.parse(late.json());
    expect(facts.changed.map(({ type }) => type)).to.deep.equal(['FrameworkProposed']);
    expect(facts.current).to.equal((await up.as('ste').get(at)).headers.etag);
    // What nobody has seen, because it is not there yet, rests on nothing.
    const fresh = await up
      .as('ste')
      .post(
        '/api/frameworks/fresh/propose-framework',
        { definition: { ...definitionOf(), key: 'fresh' }, summary: 'New' },
        key(),
      );
    expect(fresh.status).to.equal(201);
  });
});
