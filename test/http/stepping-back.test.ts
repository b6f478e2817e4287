import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { codeOf, type ServedWorld } from './served-world.ts';
import { judgmentOf, servedReview } from './under-review.ts';

const Case = z.looseObject({
  state: z.looseObject({
    panel: z.looseObject({
      seats: z.array(z.looseObject({ seat: z.string(), status: z.string() })),
    }),
    judgments: z.array(z.looseObject({ event: z.string(), seat: z.string(), withdrawn: z.unknown() })),
  }),
  progress: z.object({ seats: z.int(), judged: z.int() }),
  waiting: z.array(z.looseObject({ why: z.string(), words: z.string(), mine: z.boolean() })),
  told: z.looseObject({
    judgments: z.array(z.looseObject({ event: z.string(), withdrawn: z.string().nullable() })),
  }),
});
const Detail = z.looseObject({ detail: z.string() });
const Work = z.object({ items: z.array(z.looseObject({ words: z.string() })) });

describe('stepping back from a review, through the API', () => {
  let up: ServedWorld;
  let submission: string;
  before(async () => {
    up = await servedReview('ana');
    submission = up.world.submission;
  });
  after(() => up.close());

  const caseFor = async (name: 'ana' | 'ben' | 'sec' | 'cem') => {
    const answered = await up.as(name).get(`/api/submissions/${submission}`);
    expect(answered.status, answered.body).to.equal(200);
    return Case.parse(answered.json());
  };
  const workOf = async (name: 'ana' | 'cem' | 'sec') =>
    Work.parse((await up.as(name).get('/api/me/work')).json()).items.map(({ words }) => words);
  const explained = async () => (await up.as('sec').get(`/api/submissions/${submission}/explain`)).body;
  const refusal = async (name: 'ana' | 'ben' | 'sec', command: string, data: object) => {
    const answered = await up.as(name).command(submission, command, data);
    return { code: codeOf(answered), says: Detail.parse(answered.json()).detail };
  };

  it('a reviewer declines the seat that they were given: it is vacant, and the secretary is asked for an alternate', async () => {
    expect(await workOf('cem')).to.deep.equal(['record a judgment (National Security)']);
    const declined = await up.as('cem').command(submission, 'decline-seat', { seat: 'cem', reason: 'Away' });
    expect(declined.status, declined.body).to.equal(201);
    const { state, waiting } = await caseFor('sec');
    expect(state.panel.seats.find(({ seat }) => seat === 'cem')).to.include({ status: 'vacant' });
    expect(waiting.filter(({ mine }) => mine).map(({ words }) => words)).to.include(
      'seat an alternate (National Security)',
    );
    expect(await workOf('cem')).to.deep.equal([]);
    expect(await workOf('sec')).to.include('seat an alternate (National Security)');
  });

  it('whoever declined sees that it is there, and its content no more', async () => {
    const seen = await up.as('cem').get(`/api/submissions/${submission}`);
    expect([200, 404]).to.include(seen.status);
    expect(seen.body).to.not.include('Convoy routing');
  });

  it('a seat that was used is not declined: the words say to recuse oneself', async () => {
    const { code, says } = await refusal('ana', 'decline-seat', { seat: 'ana' });
    expect(code).to.equal('seat-judged');
    expect(says).to.include('recuse yourself');
  });

  it('nobody declines for another, and nobody vacates their own', async () => {
    expect((await refusal('ben', 'decline-seat', { seat: 'ana' })).code).to.equal('not-permitted');
    expect((await refusal('ben', 'withdraw-judgment', { seat: 'ben', judgment: submission })).code).to.equal(
      'unknown-reference',
    );
  });

  it('a reviewer takes a judgment back: it stays on record as withdrawn, counts no more, and waits to be given anew', async () => {
    const { state } = await caseFor('ana');
    const judgment = state.judgments.find(({ seat }) => seat === 'ana')?.event ?? '';
    expect((await caseFor('sec')).progress.judged).to.equal(1);
    const taken = await up.as('ana').command(submission, 'withdraw-judgment', { seat: 'ana', judgment });
    expect(taken.status, taken.body).to.equal(201);
    const now = await caseFor('ana');
    expect(now.progress.judged).to.equal(0);
    expect(now.told.judgments.find(({ event }) => event === judgment)?.withdrawn).to.match(/^\d{4}-/);
    expect(await workOf('ana')).to.deep.equal(['record a judgment (Product Policy)']);
    expect(await explained()).to.include('judgment');
  });

  it('after that the others’ judgments are closed to them again until they have judged', async () => {
    await up.as('ben').act(submission, 'record-judgment', judgmentOf('ben'));
    expect(JSON.stringify(await caseFor('ana'))).to.not.include('Reasons of ben');
    await up.as('ana').act(submission, 'record-judgment', judgmentOf('ana'));
    expect(JSON.stringify(await caseFor('ana'))).to.include('Reasons of ben');
  });

  it('what was taken back once is not taken back again: the words name the newest', async () => {
    const { state } = await caseFor('ana');
    const first = state.judgments.find(({ seat }) => seat === 'ana')?.event ?? '';
    const { code, says } = await refusal('ana', 'withdraw-judgment', { seat: 'ana', judgment: first });
    expect(code).to.equal('unknown-reference');
    expect(says).to.match(/not the newest that you gave in seat ana, which is [0-9a-f-]{36}/);
  });
});
