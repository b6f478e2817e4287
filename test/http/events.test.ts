import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { submissionStream } from '../../events/stream.ts';
import { definitionOf } from '../handle/world.ts';
import { listed } from '../store/events.ts';
import { Follower } from './follower.ts';
import { codeOf, type ServedWorld } from './served-world.ts';
import { servedReview } from './under-review.ts';

const proposal = (key: string) => ({ definition: { ...definitionOf(), key }, summary: 'New' });

describe('events for those who take part', () => {
  let up: ServedWorld;
  let stored: readonly { readonly stream: string; readonly body: string }[] = [];
  before(async () => {
    up = await servedReview('ana');
    stored = await listed(up.world.store.readAll());
  });
  after(() => up.close());

  /** What the log holds of these streams, as lines. */
  const linesOf = (fits: (stream: string) => boolean): string =>
    stored
      .filter(({ stream }) => fits(stream))
      .map(({ body }) => `${body}\n`)
      .join('');
  const auth = (name: 'ana' | 'aud' | 'fay' | 'reg'): Readonly<Record<string, string>> => ({
    authorization: `Bearer ${up.as(name).token}`,
  });

  it('are the canonical bytes in ledger order, of the streams that somebody sees', async () => {
    const everything = await up.as('aud').get('/api/events?limit=10000');
    expect(everything.body).to.equal(linesOf(() => true));
    expect(everything.headers).to.include({ 'cache-control': 'private, no-store' });
    const seated = await up.as('ana').get('/api/events?limit=10000');
    expect(seated.body).to.equal(linesOf((stream) => stream !== 'directory'));
    const foreign = await up.as('fay').get('/api/events?limit=10000');
    expect(foreign.body).to.equal(
      linesOf((stream) => stream === 'ledger' || stream.startsWith('framework-')),
    );
  });

  it('of one stream are as many as there are to see: none of what there is not, or is foreign', async () => {
    const stream = submissionStream(up.world.submission);
    const own = await up.as('ana').get(`/api/events?stream=${stream}`);
    expect(own.body).to.equal(linesOf((each) => each === stream));
    const foreign = await up.as('fay').get(`/api/events?stream=${stream}`);
    const missing = await up.as('fay').get(`/api/events?stream=${submissionStream(up.world.id('ana'))}`);
    expect([foreign.status, foreign.body, missing.status, missing.body]).to.deep.equal([200, '', 200, '']);
    const wrong = await up.as('aud').get('/api/events?stream=everything');
    expect([wrong.status, codeOf(wrong)]).to.deep.equal([400, 'invalid-request']);
  });

  it('begin behind an index, and page by it', async () => {
    const page = await up.as('aud').get('/api/events?after=4&limit=3');
    expect(page.body).to.equal(
      stored
        .slice(5, 8)
        .map(({ body }) => `${body}\n`)
        .join(''),
    );
    const beyond = await up.as('aud').get(`/api/events?after=${stored.length}`);
    expect([beyond.status, codeOf(beyond)]).to.deep.equal([404, 'unknown-position']);
  });

  it('come as they are recorded, with their indexes, to whom they are for, until somebody is fenced off', async () => {
    const { world } = up;
    const from = `/api/events?after=${stored.length - 1}`;
    const sse = { accept: 'text/event-stream' };
    const [dua, fay] = await Promise.all([
      Follower.of(up.served.url, from, { authorization: `Bearer ${up.as('dua').token}`, ...sse }),
      Follower.of(up.served.url, from, { ...auth('fay'), ...sse }),
    ]);
    await world.act('ben', 'add-comment', { text: 'Hello' });
    expect(await dua.until((text) => text.includes('CommentAdded'))).to.contain(
      `id: ${stored.length}\ndata: {`,
    );
    await world.act('dua', 'recuse-reviewer', { seat: 'dua', kind: 'self', reason: 'Kin' });
    await world.act('ben', 'add-comment', { text: 'Hello again' });
    await world.as(world.id('ste'), 'propose-framework', proposal('later'), { subject: 'later' });
    const told = await dua.until((text) => text.includes('FrameworkProposed'));
    expect(told.match(/CommentAdded/g)).to.have.length(1);
    expect(told).not.to.contain('ReviewerRecused');
    const foreign = await fay.until((text) => text.includes('FrameworkProposed'));
    expect(foreign).not.to.contain('submission-');
    dua.leave();
    fay.leave();
  });

  it('go no more to a reader whose credential has ended', async () => {
    const { world } = up;
    const head = (await listed(world.store.readAll())).length;
    const { token } = up.as('eli');
    const reader = await Follower.of(up.served.url, `/api/events?after=${head - 1}&follow=true`, {
      authorization: `Bearer ${token}`,
    });
    await up.identity.revokeAll({
      person: world.id('eli'),
      by: { person: world.id('eli'), via: 'operator', credential: 'operator' },
    });
    await world.as(world.id('tom'), 'propose-framework', proposal('latest'), { subject: 'latest' });
    expect(await reader.ended).to.equal('whole');
    expect(reader.text).to.equal('');
  });
});
