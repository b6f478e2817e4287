import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { codeOf, type ServedWorld } from './served-world.ts';
import { judge, servedReview } from './under-review.ts';

const Issued = z.object({ created: z.string(), ics: z.string(), atom: z.string() });

const pathOf = (address: string): string => new URL(address).pathname;

describe('the personal feed of what waits', () => {
  let up: ServedWorld;
  before(async () => {
    up = await servedReview('ben');
  });
  after(() => up.close());

  const made = async (name: 'ana' | 'ben' | 'cem' | 'sec') => {
    const answered = await up.as(name).post('/api/me/feed', undefined);
    expect(answered.status, answered.body).to.equal(201);
    return Issued.parse(answered.json());
  };

  it('says what waits for its person, with the due date and a link, at an address that needs no sign-in', async () => {
    const { ics, atom } = await made('ana');
    const calendar = await up.anonymous.get(pathOf(ics));
    expect(calendar.status).to.equal(200);
    expect(calendar.headers['content-type']).to.match(/^text\/calendar/);
    expect(calendar.body).to.include('SUMMARY:record a judgment').and.include('BEGIN:VEVENT');
    const feed = await up.anonymous.get(pathOf(atom));
    expect(feed.headers['content-type']).to.match(/^application\/atom\+xml/);
    expect(feed.body).to.include(`${up.served.url}/api/submissions/${up.world.submission}`);
  });

  it('says no title, name, team or finding, and opens nothing', async () => {
    const read = [...up.access.readsBy(up.world.id('ana'))].length;
    const { ics, atom } = await made('ana');
    for (const address of [ics, atom]) {
      const { body } = await up.anonymous.get(pathOf(address));
      expect(body).to.not.match(/Convoy|supply|Name of|product|policy|security|support|Reasons/i);
    }
    expect([...up.access.readsBy(up.world.id('ana'))]).to.have.length(read);
  });

  it('may be kept by its person’s program alone, and changes its tag only with its content', async () => {
    const { ics } = await made('cem');
    const first = await up.anonymous.get(pathOf(ics));
    expect(first.headers['cache-control']).to.match(/^private/);
    expect(first.headers['last-modified']).to.match(/GMT$/);
    const { etag = '' } = first.headers;
    const again = await up.anonymous.get(pathOf(ics), { 'if-none-match': etag });
    expect([again.status, again.body]).to.deep.equal([304, '']);
    await judge(up.world, 'cem');
    const after = await up.anonymous.get(pathOf(ics), { 'if-none-match': etag });
    expect(after.status).to.equal(200);
    expect(after.body).to.not.include('record a judgment');
  });

  it('is nothing at an address that was replaced, ended, or never made, in the same words', async () => {
    const first = await made('ana');
    const second = await made('ana');
    const replaced = await up.anonymous.get(pathOf(first.ics));
    expect(await up.as('ana').ask('DELETE', '/api/me/feed')).to.include({ status: 204 });
    const ended = await up.anonymous.get(pathOf(second.ics));
    const never = await up.anonymous.get(pathOf(first.ics).replace('gvf_', 'gvf_x'));
    const masked = (body: string): string => body.replaceAll(/[0-9a-f-]{36}/g, 'ID');
    expect([replaced, ended, never].map(({ status }) => status)).to.deep.equal([404, 404, 404]);
    expect(new Set([replaced, ended, never].map(({ body }) => masked(body))).size).to.equal(1);
    expect(codeOf(never)).to.equal('no-such-page');
  });

  it('says since when there is an address, and never which', async () => {
    const { created } = await made('sec');
    const { body } = await up.as('sec').get('/api/me/feed');
    expect(JSON.parse(body)).to.deep.equal({ created });
    expect((await up.anonymous.post('/api/me/feed', undefined)).status).to.equal(401);
  });

  it('ends with its person’s credentials, and is good for nothing else', async () => {
    const { ics } = await made('ben');
    const secret = pathOf(ics).replace('/feeds/', '').replace('.ics', '');
    const tried = await up.anonymous.get('/api/me', { authorization: `Bearer ${secret}` });
    expect(tried.status).to.equal(401);
    const revoked = await up.operator.ask('DELETE', `/api/people/${up.world.id('ben')}/credentials`);
    expect(revoked.status).to.be.lessThan(300);
    expect((await up.anonymous.get(pathOf(ics))).status).to.equal(404);
  });

  it('leaves no trace of the address in the log of requests or in the metrics', async () => {
    const { ics, atom } = await made('ana');
    for (const address of [ics, atom, `${atom}x`]) await up.anonymous.get(pathOf(address));
    const metrics = await up.as('adm').get('/metrics');
    for (const text of [up.logged.join('\n'), metrics.body]) expect(text).to.not.include('gvf_');
    expect(up.logged.join('\n')).to.include('/feeds/:feed.ics');
  });
});
